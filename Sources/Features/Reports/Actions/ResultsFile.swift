package import Access
internal import Database
internal import HTTPServer
internal import Kernel
internal import Tables
package import Threads
package import Web

/// The results as a CSV file: of a day, of a task, or all after a key, however many.
///
/// It is made while it is sent: each chunk reads its rows in a short transaction of its own, and
/// holds no more in memory. Calls that are placed meanwhile are left to the next file.
package struct ResultsFile: Endpoint {
    package static let route = Route(.get, "/results/file")
    package static let permission = Permission.takeResults
    package static let lane = Lane.bulk
    package static let access = DatabaseAccess.own

    private static let chunk = 500

    private struct Progress {
        var key: Int64
        var hasHead = false
    }

    package func answer(_ input: ResultsInput, _ context: Context) throws -> Download {
        context.recordView(.results, ThingKind.only)
        let (environment, viewer) = (context.environment, context.viewer)
        let span = try environment.database.read {
            try ResultsStore($0, vault: environment.vault).span(of: input.day)
        }
        let source = ByteSource(
            from: Progress(key: input.start.after),
            onFailure: { environment.report("a file of results broke off: \($0)") },
            next: { progress in
                guard progress.hasHead else {
                    progress.hasHead = true
                    var head = TableText(byteOrderMark: true)
                    head.append(ResultLine.columns)
                    return head.take()
                }
                guard let span else { return nil }
                let lines = try environment.database.read { transaction in
                    try ResultsStore(transaction, vault: environment.vault).list(
                        after: progress.key,
                        within: span,
                        day: input.day,
                        campaign: input.campaign,
                        visibleTo: viewer,
                        limit: Self.chunk,
                    )
                }
                guard let last = lines.last else { return nil }
                progress.key = last.call
                var text = TableText()
                for line in lines { text.append(line.fields) }
                return text.take()
            },
        )
        return Download(
            .source(source),
            contentType: "text/csv; charset=utf-8",
            fileName: "results-\(input.day?.description ?? "all").csv",
        )
    }
}
