package import Kernel

/// A branch of the bank that uses the service: 使用机构. Seats and volume are allotted to it. C5.3.
package struct Institution: Hashable, Sendable {
    /// Its identity; nil before it is stored.
    package let id: ID<Institution>?
    /// The branch's name; unique.
    package let name: String
    /// Where it stands; nil when that does not matter.
    package let region: Province?
    /// How many seats work for it. C5.3.
    package let seats: Int
    /// The most calls made for it on one day. C5.3.
    package let dailyVolume: Int

    /// The most seats that can be entered.
    package static let seatsRange = 0...5_000
    /// The largest daily volume that can be entered.
    package static let dailyVolumeRange = 0...1_000_000

    /// Gathers what is known of a branch. Throws where the seats cannot make the volume: an agent
    /// makes 200 calls a day at most. C5.1.
    package init(
        id: ID<Institution>? = nil,
        name: String,
        region: Province?,
        seats: Int,
        dailyVolume: Int,
    ) throws(InvalidInput) {
        let most = seats * CallLimits.callsPerAgentAndDay
        guard dailyVolume <= most else {
            throw InvalidInput(
                "daily_volume",
                L(
                    "\(seats)个席位每日最多\(most)通（每人200通封顶），请减少日外呼量或增加席位。",
                    en: "\(seats) seats make \(most) calls a day at most (200 each): "
                        + "lower the volume or add seats.",
                ),
            )
        }
        self.id = id
        self.name = name
        self.region = region
        self.seats = seats
        self.dailyVolume = dailyVolume
    }

    /// A branch as stored, when its volume was checked.
    init(
        stored id: ID<Institution>,
        _ name: String,
        _ region: Province?,
        _ seats: Int,
        _ volume: Int
    ) {
        self.id = id
        self.name = name
        self.region = region
        self.seats = seats
        dailyVolume = volume
    }
}
