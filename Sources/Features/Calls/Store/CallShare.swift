internal import Campaigns
internal import Database
internal import Kernel

/// What one call adds to the sums of its day, as its rows stand.
struct CallShare: Hashable {
    /// Whose calls are added up together.
    struct Key: Hashable {
        let day: BusinessDay
        let vendor: Int64
        let agent: Int64
        let campaign: Int64
    }

    /// When calls were placed and how they ended; `code` is empty without a result.
    struct MixKey: Hashable {
        let day: BusinessDay
        let vendor: Int64
        let campaign: Int64
        let hour: Int64
        let code: String
    }

    let call: Int64
    let key: Key
    let mixKey: MixKey
    let figures: CallFigures

    /// What it adds beside its hour and its result.
    var mix: CallMix { CallMix(one: figures) }

    /// The columns from which a share is read; a condition follows.
    static let query: SQL = """
        SELECT c.*, (SELECT o.code FROM outcome o WHERE o.call_id = c.id
                ORDER BY o.version DESC LIMIT 1) AS code,
            (SELECT m.talk_minimum FROM outcome m WHERE m.call_id = c.id
                ORDER BY m.version DESC LIMIT 1) AS talk_minimum,
            (SELECT MAX(v.version) FROM outcome v WHERE v.call_id = c.id) AS version,
            EXISTS (SELECT 1 FROM interested_day i WHERE i.call_id = c.id) AS counted
        FROM call c
        """

    init(_ row: Row) throws {
        let details = try CallStore.details(row)
        let outcome = try row.optionalDecode("code", as: Outcome.self)
        call = details.id.rawValue
        key = Key(
            day: details.day,
            vendor: details.vendor.rawValue,
            agent: details.agent.rawValue,
            campaign: details.campaign.rawValue,
        )
        mixKey = MixKey(
            day: details.day,
            vendor: key.vendor,
            campaign: key.campaign,
            hour: (details.dialledAt - details.day.start).wholeMilliseconds / 3_600_000,
            code: outcome?.rawValue ?? "",
        )
        figures = CallFigures(
            details,
            outcome: outcome,
            version: Int(try row.optionalInt("version") ?? 0),
            minimum: .seconds(try row.optionalInt("talk_minimum") ?? 0),
            isInterested: try row.bool("counted"),
        )
    }
}

/// What calls of one hour and one result add up to.
struct CallMix: Hashable {
    var calls = 0
    /// Of those the calls that count as placed. C5.1.
    var dialled = 0
    var answered = 0
    var interested = 0

    init() {}

    /// One call's.
    init(one figures: CallFigures) {
        calls = 1
        dialled = figures.dialled
        answered = figures.answered
        interested = figures.interested
    }

    static func + (left: CallMix, right: CallMix) -> CallMix {
        var sum = left
        sum.calls += right.calls
        sum.dialled += right.dialled
        sum.answered += right.answered
        sum.interested += right.interested
        return sum
    }

    static func - (left: CallMix, right: CallMix) -> CallMix {
        var rest = left
        rest.calls -= right.calls
        rest.dialled -= right.dialled
        rest.answered -= right.answered
        rest.interested -= right.interested
        return rest
    }
}

/// What a seat's day adds up to, in milliseconds.
struct SeatTime: Hashable {
    /// In talking and wrapping up.
    var handling: Int64 = 0
    /// Of those in wrapping up.
    var wrappingUp: Int64 = 0
    /// Signed in and neither on a break nor locked.
    var available: Int64 = 0

    init() {}

    /// A stretch of milliseconds in one state.
    init(_ state: SeatState.Code, _ milliseconds: Int64) {
        handling = state.isHandling ? milliseconds : 0
        wrappingUp = state == .wrappingUp ? milliseconds : 0
        available = state.isAvailable ? milliseconds : 0
    }

    static func + (left: SeatTime, right: SeatTime) -> SeatTime {
        var sum = left
        sum.handling += right.handling
        sum.wrappingUp += right.wrappingUp
        sum.available += right.available
        return sum
    }
}
