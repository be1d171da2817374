package import Access
internal import Accounts
internal import Calls
internal import Database
package import HTML
package import Kernel
package import Web

/// How the trunk does for a vendor's calls: the part of the floor that tells of a failing one.
package struct ShowTrunk: Endpoint {
    package static let route = Route(.get, "/floor/trunk")
    package static let permission = Permission.watchFloor

    package struct Input: FormInput {
        let vendor: ID<Organisation>

        package init(_ form: Form) throws(InvalidInput) {
            vendor = try form.id("vendor")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> TrunkView {
        guard context.viewer.maySee(vendor: input.vendor) else {
            throw NotFound(L("供应商", en: "vendor"))
        }
        return try TrunkView(of: input.vendor, context)
    }
}

/// A notice while the trunk fails, and an empty place for one otherwise; it looks by itself.
package struct TrunkView: Resource {
    /// Of the calls looked at, those that the trunk did not carry.
    package let failed: Int
    /// The calls looked at.
    package let calls: Int
    /// Whether someone must look after it.
    package let isFailing: Bool
    private let vendor: ID<Organisation>

    private enum CodingKeys: CodingKey {
        case failed, calls, isFailing
    }

    init(of vendor: ID<Organisation>, _ context: Context) throws {
        self.vendor = vendor
        let standing = try CallStore(context.transaction).trunk(of: vendor, at: context.now)
        (failed, calls, isFailing) = (standing.failed, standing.calls, standing.isFailing)
    }

    package var title: L { L("线路", en: "Line") }

    package var page: HTML {
        element(
            "div",
            .id("floor-trunk"),
            .role("status"),
            .data("poll", "10"),
            .data("poll-from", "/floor/trunk?vendor=\(vendor)"),
        ) {
            if isFailing {
                notice(
                    .bad,
                    L(
                        "线路故障：最近\(calls)通中有\(failed)通未送达客户，不计入外呼量，客户稍后再派发。请联系系统管理员检查中继。",
                        en:
                            "The line fails: \(failed) of the last \(calls) calls did not reach the "
                            + "customer. They do not count and their leads come again. Have the "
                            + "system administrator look after the trunk.",
                    ),
                )
            }
        }
    }
}
