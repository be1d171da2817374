internal import HTML
internal import Kernel
package import Web

/// The workbench, calls with the line's evidence, their results and callbacks.
package enum Calls {
    /// What the capability contributes.
    package static func capability(_ workbench: Workbench) -> Capability {
        Capability(
            name: "calls",
            endpoints: [
                OpenSeat(workbench), ShowSeat(), KeepSeat(workbench), TakeNextLead(workbench),
                GiveLeadBack(workbench), PlaceCall(workbench), HangUp(workbench),
                MoveSeat(workbench), ChooseDialMode(workbench), FollowSeat(),
                SaveResult(workbench), CorrectResult(workbench), TakeCallback(workbench),
                RedialCall(workbench), ShowWorkbench(), ListCalls(),
                ShowCall(), ListCallbacks(), ReleaseSeat(workbench), ShowSoftphone(),
                OfferVoice(workbench), HoldCall(workbench), SendDigits(workbench),
            ],
            migrations: CallsSchema.migrations,
            menu: [
                MenuEntry(
                    .work,
                    L("坐席工作台", en: "Workbench"),
                    path: "/workbench",
                    icon: .headset,
                    key: "w",
                    permission: .work,
                ),
                MenuEntry(
                    .work,
                    L("回访预约", en: "Callbacks"),
                    path: "/callbacks",
                    icon: .callback,
                    key: "b",
                    permission: .work,
                ),
                MenuEntry(
                    .work,
                    L("通话", en: "Calls"),
                    path: "/calls",
                    icon: .phone,
                    key: "c",
                    permission: .seeCalls,
                ),
            ],
        )
    }
}
