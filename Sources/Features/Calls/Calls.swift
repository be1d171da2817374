internal import HTML
internal import Jobs
package import Kernel
internal import Records
package import Telephony
internal import Threads
package import Web

/// The workbench, calls with the line's evidence, their results and callbacks.
package enum Calls {
    /// What the capability contributes. Supervisors listen at `desk`; `attachments` are what later
    /// capabilities show on a call's page.
    package static func capability(
        _ workbench: Workbench,
        _ desk: MonitorDesk,
        attachments: [any CallAttachments] = [],
    ) -> Capability {
        Capability(
            name: "calls",
            endpoints: [
                OpenSeat(workbench), ShowSeat(), ShowSeatScript(), KeepSeat(workbench),
                TakeNextLead(workbench),
                GiveLeadBack(workbench), PlaceCall(workbench), HangUp(workbench),
                MoveSeat(workbench), ChooseDialMode(workbench), FollowSeat(),
                SaveResult(workbench), CorrectResult(workbench), TakeCallback(workbench),
                RedialCall(workbench), ShowWorkbench(), ListCalls(),
                ShowCall(attachments), ListCallbacks(), ListOverdueCallbacks(), HandOverCallback(),
                ReleaseSeat(workbench), ShowSoftphone(),
                OfferVoice(workbench), HoldCall(workbench), SendDigits(workbench),
                NoteRecordingNotice(workbench), ShowMonitorPage(), BeginMonitor(desk),
                ShowMonitor(desk), ChangeMonitor(desk),
                EndMonitor(desk), ListOwnMonitors(desk), AnswerMonitor(desk),
                ShowSetting<CallingRoomSetting>(), DecideSetting<CallingRoomSetting>(),
                ListSuccesses(workbench), DecideSuccess(workbench),
                ShowSetting<TalkMinimum>(), DecideSetting<TalkMinimum>(),
            ],
            migrations: CallsSchema.migrations,
            menu: menu,
            jobs: jobs,
            home: [CallbackWork(), OverdueCallbackWork(), SuccessWork(), CallingRoomWork()],
            search: [CallSearch()],
            notices: NoticeKind.ofCalls,
        )
    }

    @Sendable private static func jobs(_ environment: Environment) -> [JobDefinition] {
        let keeper = CallbackKeeper(environment.within(.page))
        return [
            JobDefinition(
                "calls.callbacks",
                L("取消无法履行的回访预约", en: "Clear callbacks that cannot be kept"),
                .every(.seconds(5)),
                .own { _ in try keeper.sweep() },
            ),
            JobDefinition(
                "calls.overdue",
                L("通知主管有回访超时", en: "Tell supervisors of overdue callbacks"),
                .every(.seconds(60)),
                .transaction { transaction, context in
                    try CallbackStore(transaction).tellOverdue(at: context.now)
                },
            ),
        ]
    }

    private static let menu = [
        MenuEntry(
            .operation,
            L("坐席工作台", en: "Workbench"),
            ShowWorkbench.self,
            icon: .headset,
            key: "w",
            isBeginning: true
        ),
        MenuEntry(
            .operation,
            L("回访预约", en: "Callbacks"),
            ListCallbacks.self,
            icon: .callback,
            key: "b"
        ),
        MenuEntry(
            .operation,
            L("超时回访", en: "Overdue callbacks"),
            ListOverdueCallbacks.self,
            icon: .callback
        ),
        MenuEntry(.operation, L("通话", en: "Calls"), ListCalls.self, icon: .phone, key: "c"),
        MenuEntry(
            .quality,
            L("待确认意向", en: "Successes to confirm"),
            ListSuccesses.self,
            icon: .check
        ),
        MenuEntry(
            .security,
            L("作业场地网络", en: "Calling room"),
            ShowSetting<CallingRoomSetting>.self,
            icon: .seat
        ),
    ]
}

/// What a later capability shows on a call's page: its recording, its score.
package protocol CallAttachments: Sendable {
    /// What belongs to a call that the viewer has been found to see; nil for nothing.
    func attachment(of call: ID<PlacedCall>, _ context: Context) throws -> CallAttachment?
}

/// One thing that belongs to a call.
package struct CallAttachment: Encodable, Sendable {
    /// What it is.
    package let name: L
    /// How it stands, in a few words.
    package let text: L
    /// Its own page.
    package let href: String
    /// What a player plays; nil where there is nothing to hear.
    package let audio: String?

    /// Gathers one attachment.
    package init(name: L, text: L, href: String, audio: String? = nil) {
        self.name = name
        self.text = text
        self.href = href
        self.audio = audio
    }
}
