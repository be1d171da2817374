internal import Access
package import HTML
internal import Kernel
internal import Web

extension ImportView {
    /// The content of the page.
    package var page: HTML {
        // The whole page moves: what can be done changes with the state.
        element("div", .id("import"), isMoving ? .data("poll", "2") : nil) { content }
    }

    @HTMLBuilder private var content: HTML {
        pageHeader(
            title,
            L(same: campaign.isEmpty ? fileName : "\(campaign) · \(fileName)"),
            back: (
                L("名单导入", en: "Lead imports"),
                campaignId.map { "/campaigns/\($0)/imports" } ?? "/imports"
            ),
        ) { offers.html }
        progress
        telling
    }

    private var isMoving: Bool {
        let moving: [ImportState] = [.checking, .running, .undoing]
        return moving.contains { $0.rawValue == state }
    }

    @HTMLBuilder private var progress: HTML {
        if let problem {
            notice(
                .bad,
                problem,
                title: counts.read == 0
                    ? L("文件未读完，未导入任何行", en: "Not read to its end; no row was taken")
                    : L("文件未读完", en: "Not read to its end"),
            )
        }
        stateNotice
        sheetNotice
        card(nil) {
            facts([
                (L("状态", en: "State"), ImportState.mark(state)),
                (L("导入人", en: "Brought by"), createdBy.html),
                (L("时间", en: "Time"), momentText(createdAt)),
                (L("完成时间", en: "Finished"), finishedAt.map { momentText($0) } ?? "—".html),
            ])
            if state == ImportState.running.rawValue {
                progressBar(readBytes, of: fileBytes, label: L("进度", en: "Progress"))
            } else if state == ImportState.undoing.rawValue {
                progressBar(undoneRows, of: counts.accepted, label: L("撤回", en: "Undone"))
            }
        }
        if state != ImportState.mapping.rawValue { tiles }
        regionNotice
        reasonTable
    }

    @HTMLBuilder private var stateNotice: HTML {
        if state == ImportState.checking.rawValue {
            notice(
                .info,
                L("正在试读全文，尚未导入任何行。", en: "It is being read through; no row has gone in."),
            )
        } else if state == ImportState.ready.rawValue {
            notice(
                .warning,
                offers.codes.contains("start")
                    ? L(
                        "以下为试读结果，尚未导入任何行。核对后点“开始导入”，或更正下面的对应关系。",
                        en: "What reading through shows: no row has gone in. Start the import, "
                            + "or put right below what was understood.",
                    )
                    : L("试读完成，等待行方开始导入。", en: "Read through; the bank has to start it."),
            )
        }
        if unsettled > 0 {
            notice(
                .bad,
                L(
                    "还有\(grouped(unsettled))行无法识别，这些客户未禁呼。请逐行处理。",
                    en: "\(grouped(unsettled)) rows could not be read: those customers are not "
                        + "blocked. Settle each row.",
                ),
                title: L("未禁呼，待处理", en: "Not blocked, act on them"),
            )
        }
    }

    /// What of a workbook is not imported.
    @HTMLBuilder private var sheetNotice: HTML {
        if let sheet {
            let hidden = sheets.filter { $0.isHidden && $0.number != sheet }.map(\.name)
            let others = sheets.filter { !$0.isHidden && $0.number != sheet }.map(\.name)
            let name = sheets.first { $0.number == sheet }?.name ?? ""
            let rows = sheets.first { $0.number == sheet }?.hiddenRows ?? 0
            if rows > 0 {
                notice(
                    .warning,
                    L(
                        "工作表“\(name)”有\(rows)个隐藏的行（如被筛选），也会导入。只要可见的行时，请另存后重新上传。",
                        en:
                            "The sheet “\(name)” has \(rows) hidden rows, by a filter perhaps: they go "
                            + "in too. For the rows in sight alone, save those and upload again.",
                    ),
                )
            }
            if !hidden.isEmpty || !others.isEmpty {
                notice(
                    .info,
                    L("本次导入工作表“\(name)”。", en: "This import brings the sheet “\(name)”.")
                        + Self.left(hidden, L("隐藏的工作表不导入", en: " Hidden sheets are left out"))
                        + Self.left(
                            others,
                            L("其他工作表不在本次导入内", en: " Other sheets are no part of it")
                        ),
                )
            }
        }
    }

    private static func left(_ names: [String], _ words: L) -> L {
        if names.isEmpty { return L(same: "") }
        return words
            + L("：\(names.joined(separator: "、"))。", en: ": \(names.joined(separator: ", ")).")
    }

    private var tiles: HTML {
        let shown = state == ImportState.ready.rawValue ? check : nil
        let taken =
            shown == nil ? L("已导入", en: "Taken in") : L("将导入", en: "Would go in")
        return statTiles(
            [
                StatTile(L("读取行数", en: "Rows read"), value: grouped(shown?.read ?? counts.read)),
                StatTile(taken, value: grouped(shown?.good ?? counts.accepted)),
                StatTile(
                    L("重复", en: "Known already"),
                    value: grouped(shown?.duplicates ?? counts.duplicates)
                ),
                StatTile(
                    L("禁呼", en: "Suppressed"),
                    value: grouped(shown?.suppressed ?? counts.suppressed)
                ),
                StatTile(
                    L("错误", en: "Wrong"),
                    value: grouped(shown?.rejected ?? counts.rejected)
                ),
            ],
            id: "import-count",
        )
    }

    @HTMLBuilder private var regionNotice: HTML {
        if let check, check.unknownRegions > 0 {
            notice(
                .warning,
                L(
                    "\(grouped(check.unknownRegions))行的省份为空或无法识别，这些客户按各省最严的外呼时段执行。",
                    en: "The province of \(grouped(check.unknownRegions)) rows is missing or not "
                        + "understood: the strictest hours of all provinces hold for them.",
                ),
                title: L("省份不明", en: "Province not known"),
            )
        }
        if let check, check.otherInstitutions > 0 {
            notice(
                .warning,
                L(
                    "\(grouped(check.otherInstitutions))行写的机构与任务的使用机构不同，请核对是否导入了正确的任务。",
                    en: "\(grouped(check.otherInstitutions)) rows name another branch than the "
                        + "task's: make sure that this is the right task.",
                ),
                title: L("机构不一致", en: "Another branch"),
            )
        }
    }

    @HTMLBuilder private var reasonTable: HTML {
        if !reasons.isEmpty {
            let title =
                state == ImportState.ready.rawValue
                ? L("不会导入的原因", en: "Why rows would be left out")
                : L("未导入的原因", en: "Why rows were left out")
            card(title) {
                dataTable(
                    id: "reasons",
                    caption: title,
                    columns: [
                        Column(L("原因与处理办法", en: "Reason, and what to do")),
                        Column(L("行数", en: "Rows"), .number),
                    ],
                    rows: reasons.map { TableRow([$0.name.html, grouped($0.count).html]) },
                )
            }
        }
    }
}

extension KeptImport {
    /// What the viewer may do with the import as it stands.
    func offers(to viewer: Viewer) -> Offers {
        let id = record.id.rawValue
        let rejects = Offer.link(
            ImportRejects.self,
            of: id,
            L("下载未导入的行", en: "Rows left out"),
            icon: .download,
            key: "d",
        )
        let settling = Offer.link(
            ListUnsettled.self,
            L("逐行处理", en: "Settle the rows"),
            icon: .ban,
            .primary,
            key: "s",
        )
        let starting = Offer.act(
            StartImport.self,
            of: id,
            L("开始导入", en: "Start the import"),
            icon: .check,
            .primary,
            key: "s",
        )
        let settles = unsettled > 0 && EnterUnsettled.permission.allows(viewer)
        return Offers(
            viewer,
            version: version,
            [
                record.counts.read > record.counts.accepted ? rejects : nil,
                settles ? settling : nil,
                record.state == .ready ? starting : nil,
                record.campaign.flatMap { campaign in
                    undecidedColumns.map { ShowAttributes.offer(campaign.rawValue, undecided: $0) }
                },
                record.isUndoable && !record.isCalled ? undoing : nil,
            ],
        )
    }

    private var undoing: Offer {
        let hasRows = record.counts.accepted > 0 || record.state == .running
        return .act(
            UndoImport.self,
            of: record.id.rawValue,
            L("撤回", en: "Undo"),
            icon: .undo,
            .danger,
            key: "u",
            asks: .init(
                L("撤回导入", en: "Undo the import"),
                hasRows
                    ? L(
                        "名单将从任务中删除；已有客户被呼叫时不能撤回。",
                        en: "Its leads leave the task. Refused once a customer was called.",
                    )
                    : L("文件将删除，没有任何行被导入。", en: "The file is deleted; no row has gone in."),
            ),
        )
    }
}
