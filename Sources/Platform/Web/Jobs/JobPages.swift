package import Access
internal import HTML
internal import Jobs
package import Kernel

/// What the program does by itself: each job's period, last run, outcome and next time.
package struct ListJobs: Endpoint {
    package static let route = Route(.get, "/jobs")
    package static let permission = Permission("jobs.list", .systemAdministrator, .auditor)

    private let jobs: JobRunner

    init(_ jobs: JobRunner) { self.jobs = jobs }

    package func answer(_ input: NoInput, _ context: Context) throws -> ListPage<JobRow> {
        let rows = try jobs.standings(context.transaction).map { job, standing, isRunning in
            JobRow(job, standing, isRunning: isRunning)
        }
        return ListPage(
            JobRow.layout,
            PageOf(all: rows),
            at: Self.route.pattern,
            for: context.viewer,
        )
    }
}

/// Has a job run at once, whatever its time.
package struct RunJob: Endpoint {
    package static let route = Route(.post, "/jobs/{name}/run")
    package static let permission = Permission("jobs.run", .systemAdministrator)
    package static let act: LoggedAct? = LoggedAct(
        "job.run",
        L("立即执行作业", en: "Had a job run at once"),
        onSaid: .jobs,
    )

    private let jobs: JobRunner

    init(_ jobs: JobRunner) { self.jobs = jobs }

    package struct Input: FormInput {
        let name: String

        package init(_ form: Form) throws(InvalidInput) {
            name = try form.text("name")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        guard jobs.jobs.contains(where: { $0.name == input.name }) else {
            throw RequestRefusal.noSuchPage
        }
        context.concerns(Thing(.jobs, ThingKind.only, input.name))
        try JobStore(context.transaction).ask(input.name, at: context.wallNow)
        return Done(ListJobs.route.pattern)
    }
}

extension ThingKind {
    /// What the program does by itself; an act names the job.
    static let jobs = ThingKind(
        "job",
        acts: "jobs",
        L("定时作业", en: "Jobs"),
        page: "/jobs",
        isOnly: true,
    )
}

/// How a job stands, for lists.
enum JobOutcome: String, StateMark, Encodable {
    case never
    case running
    /// Someone has asked for it, and it begins within a second or so.
    case asked
    case done
    case failed

    init(_ standing: JobStanding, isRunning: Bool) {
        if isRunning {
            self = .running
        } else if standing.askedAt != nil {
            self = .asked
        } else if standing.failures > 0 {
            self = .failed
        } else {
            self = standing.ranAt == nil ? .never : .done
        }
    }

    var name: L {
        switch self {
        case .never: L("尚未执行", en: "Not run yet")
        case .running: L("执行中", en: "Running")
        case .asked: L("即将执行", en: "About to run")
        case .done: L("正常", en: "Done")
        case .failed: L("失败，将重试", en: "Failed, tried again")
        }
    }

    var tone: Tone {
        switch self {
        case .never: .neutral
        case .running, .asked: .info
        case .done: .good
        case .failed: .warning
        }
    }
}

/// One job as a reader sees it.
package struct JobRow: Encodable, Sendable {
    let name: String
    let title: L
    let period: L
    let outcome: JobOutcome
    let ranAt: String?
    let tookMilliseconds: Int64
    /// How often it has failed in a row, and with what.
    let failures: Int
    let error: String?
    let dueAt: String

    init(_ job: JobDefinition, _ standing: JobStanding, isRunning: Bool) {
        (name, title, period) = (job.name, job.title, job.schedule.words)
        outcome = JobOutcome(standing, isRunning: isRunning)
        ranAt = standing.ranAt?.description
        tookMilliseconds = standing.took.wholeMilliseconds
        (failures, error) = (standing.failures, standing.error)
        dueAt = standing.dueAt.description
    }

    static let layout = ListLayout<Self>(
        "jobs",
        L("定时作业", en: "Jobs"),
        lead: L(
            "系统自行完成的工作；失败的会自动重试，也可以立即执行一次。",
            en:
                "What the system does by itself. What failed is tried again; any may run at once.",
        ),
        columns: [
            ListColumn(L("作业", en: "Job")) { job in
                HTML {
                    job.title
                    " "
                    element("small") { job.name }
                }
            },
            ListColumn(L("周期", en: "Period")) { $0.period.html },
            ListColumn(L("最近执行", en: "Last run")) { $0.ranAt?.html ?? .empty },
            ListColumn(L("用时", en: "Took"), .number) { job in
                job.ranAt == nil ? .empty : "\(grouped(Int(job.tookMilliseconds))) ms".html
            },
            ListColumn(L("结果", en: "Outcome")) { job in
                HTML {
                    job.outcome.mark
                    if let error = job.error {
                        element("small") {
                            L("连续第 \(job.failures) 次：", en: "\(job.failures) in a row: ")
                            error
                        }
                    }
                }
            },
            ListColumn(L("下次执行", en: "Next due")) { $0.dueAt.html },
            .acts { [$0.run] },
        ],
        empty: L("没有定时作业。", en: "No jobs."),
    )

    private var run: Offer {
        .act(
            RunJob.self,
            parts: ["name": name],
            L("立即执行", en: "Run now"),
            icon: .play,
        )
    }
}

extension Application {
    /// What runs the jobs of `capabilities`.
    static func runner(
        _ capabilities: [Capability],
        _ environment: Environment,
        _ people: any PeopleSource,
    ) -> JobRunner {
        JobRunner(
            capabilities.flatMap { $0.jobs(environment) } + Notices.jobs(environment)
                + MailQueue.jobs(environment, NoticeBook(capabilities), people),
            on: environment.database,
            time: environment.time,
            wall: environment.wall,
            holder: String(environment.random.next(), radix: 36),
            report: environment.report,
        )
    }
}
