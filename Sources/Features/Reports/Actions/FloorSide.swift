package import HTML
package import Kernel
internal import Web

/// What stands beside the seats, by itself.
package struct FloorTasksView: Resource {
    /// The vendor's running tasks.
    package let tasks: [FloorView.Task]

    private enum CodingKeys: CodingKey {
        case tasks
    }

    init(_ tasks: [FloorTask]) { self.tasks = tasks.map(FloorView.Task.init) }

    package var title: L { L("现场任务", en: "Tasks on the floor") }
    package var page: HTML { FloorSide(tasks: tasks).html }
}

/// What stands beside the seats: each task's funnel, what is left, and why nobody gets a lead.
struct FloorSide {
    let tasks: [FloorView.Task]

    var html: HTML {
        element("aside", .class("floor-side"), .id("floor-side")) { content }
    }

    @HTMLBuilder private var content: HTML {
        if tasks.isEmpty {
            card(L("任务", en: "Tasks")) {
                element("p") {
                    L(
                        "今日没有进行中的任务，坐席无法取得客户（C2.1）。",
                        en: "No task runs today: nobody gets a lead (C2.1).",
                    )
                }
            }
        }
        for task in tasks {
            card(L(same: task.name)) {
                if let refusal = task.refusal { notice(.warning, refusal) }
                element("p", .class("hint")) {
                    L("机构外呼量（C5.3）：", en: "The branch's volume (C5.3): ")
                    task.institution
                }
                progressBar(
                    task.volumeUsed,
                    of: task.volume,
                    label: L("机构外呼量", en: "The branch's volume"),
                    tone: task.volumeUsed >= task.volume ? .bad : .info,
                )
                element("ol", .class("funnel")) {
                    Self.step(L("名单", en: "Leads"), task.leads, of: task.leads)
                    Self.step(L("可呼", en: "Callable"), task.ready, of: task.leads)
                    Self.step(L("今日外呼", en: "Dialled today"), task.dialled, of: task.leads)
                    Self.step(L("应答", en: "Answered"), task.answered, of: task.dialled)
                    Self.step(L("意向", en: "Interested"), task.interested, of: task.dialled)
                }
                if !task.heldBack.isEmpty {
                    element("ul", .class("reasons")) {
                        for held in task.heldBack {
                            element("li") {
                                element("span") { held.reason }
                                element("strong") { grouped(held.count) }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func step(_ name: L, _ value: Int, of whole: Int) -> HTML {
        element("li") {
            element("span") { name }
            element("strong") { grouped(value) }
            element("small") { whole == 0 ? "–" : percent(value, of: whole) }
            element(
                "progress",
                .class("bar"),
                Attribute("max", String(max(1, whole))),
                .value(String(value)),
            )
        }
    }
}
