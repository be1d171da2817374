internal import Glibc
package import Kernel

/// What the customer of one simulated call does and says. It follows from a seed and the call's
/// identity alone: the same call is the same customer on every run and on every machine.
package struct SimulatedCustomer: Sendable, Hashable {
    /// What happens at the customer's telephone.
    package enum Reaction: String, Sendable, Hashable, CaseIterable {
        case answers
        case voicemail
        case ringsOut = "rings_out"
        case busy
        case declines
        case poweredOff = "powered_off"
        case outOfService = "out_of_service"
        case invalidNumber = "invalid_number"
        case networkFailure = "network_failure"
    }

    /// What an agent hears from a customer who answers.
    package enum Mood: String, Sendable, Hashable, CaseIterable {
        case interestedOnline = "interested_online"
        case interestedBranch = "interested_branch"
        case wishesCallback = "wishes_callback"
        case notInterested = "not_interested"
        case strongRefusal = "strong_refusal"
        case wrongPerson = "wrong_person"
        case alreadyHasLoan = "already_has_loan"
        case otherLanguage = "other_language"
        case complains
        /// Hangs up within seconds, before a word about the product.
        case hangsUpAtOnce = "hangs_up_at_once"

        /// Whether the customer wants a loan (C5.2).
        package var isInterested: Bool { self == .interestedOnline || self == .interestedBranch }
    }

    /// What happens at the customer's telephone.
    package let reaction: Reaction
    /// What the customer says; nil unless a person answers.
    package let mood: Mood?
    /// From the dialling to the network's first word.
    package let setUp: Duration
    /// How long it rings before the reaction; zero where it never rings.
    package let ring: Duration
    /// How long the customer would talk; zero unless something answers.
    package let talk: Duration
    /// Whether the customer hangs up when the talk is over, instead of waiting for the agent.
    package let hangsUpFirst: Bool
    /// The amount an interested customer speaks of.
    package let amount: Money?
    /// How much later a customer who wishes a callback wants it.
    package let callbackAfter: Duration?

    /// How much longer a customer waits for the agent to hang up.
    static let patience = Duration.seconds(90)

    /// The customer that `seed` gives to `call`.
    package init(seed: UInt64, call: CallID) {
        let key = UInt64(bitPattern: call.rawValue) &* 0xD6E8_FEB8_6659_FD93
        let random = SeededRandom(seed ^ key)
        reaction = random.weighted(Self.reactions)
        mood = reaction == .answers ? random.weighted(Self.moods) : nil
        setUp = .milliseconds(random.int(in: 300...1_500))
        ring =
            switch reaction {
            case .answers: .milliseconds(random.int(in: 4_000...20_000))
            case .voicemail: .milliseconds(random.int(in: 15_000...25_000))
            case .ringsOut: .milliseconds(random.int(in: 30_000...45_000))
            case .declines: .milliseconds(random.int(in: 2_500...14_000))
            case .busy, .poweredOff, .outOfService, .invalidNumber, .networkFailure: .zero
            }
        talk = Self.talk(reaction, mood, random)
        hangsUpFirst = mood.map { random.unit() < Self.habit($0).hangsUpFirst } ?? true
        amount =
            mood?.isInterested == true
            ? Money(fen: Int64(random.int(in: 5...100)) * 1_000_000) : nil
        callbackAfter = mood == .wishesCallback ? .minutes(random.int(in: 2...96) * 15) : nil
    }

    /// In thousandths: 42 % of the calls reach a person.
    private static let reactions: [(Reaction, Int)] = [
        (.answers, 420), (.voicemail, 30), (.ringsOut, 240), (.busy, 80), (.declines, 90),
        (.poweredOff, 60), (.outOfService, 30), (.invalidNumber, 40), (.networkFailure, 10),
    ]

    /// In thousandths of those who answer: 18 % want a loan, 15 of an agent's 200 calls.
    private static let moods: [(Mood, Int)] = [
        (.interestedOnline, 110), (.interestedBranch, 70), (.wishesCallback, 120),
        (.notInterested, 380), (.strongRefusal, 60), (.wrongPerson, 70), (.alreadyHasLoan, 60),
        (.otherLanguage, 30), (.complains, 10), (.hangsUpAtOnce, 90),
    ]

    /// The median talk in seconds, its spread (sigma of the logarithm), and how often the customer
    /// hangs up first.
    private static func habit(
        _ mood: Mood
    ) -> (seconds: Double, spread: Double, hangsUpFirst: Double) {
        switch mood {
        case .interestedOnline: (135, 0.35, 0.30)
        case .interestedBranch: (150, 0.35, 0.30)
        case .wishesCallback: (35, 0.40, 0.55)
        case .notInterested: (40, 0.55, 0.60)
        case .strongRefusal: (16, 0.40, 0.90)
        case .wrongPerson: (15, 0.30, 0.50)
        case .alreadyHasLoan: (45, 0.40, 0.40)
        case .otherLanguage: (20, 0.35, 0.60)
        case .complains: (75, 0.45, 0.60)
        case .hangsUpAtOnce: (4, 0.30, 1.00)
        }
    }

    private static func talk(
        _ reaction: Reaction,
        _ mood: Mood?,
        _ random: SeededRandom
    ) -> Duration {
        switch (reaction, mood) {
        case (.answers, .some(let mood)):
            let habit = habit(mood)
            // Box and Muller: two even numbers make one normal number; 1 − u is never zero.
            let normal = sqrt(-2 * log(1 - random.unit())) * cos(2 * .pi * random.unit())
            let seconds = habit.seconds * exp(habit.spread * normal)
            return .milliseconds(Int(min(max(seconds, 1.5), 480) * 1_000))
        case (.voicemail, _):
            return .milliseconds(random.int(in: 20_000...40_000))
        case (.answers, .none), (.ringsOut, _), (.busy, _), (.declines, _), (.poweredOff, _),
            (.outOfService, _), (.invalidNumber, _), (.networkFailure, _):
            return .zero
        }
    }
}

extension RandomSource {
    /// One of `choices`, each as often as its weight says.
    fileprivate func weighted<Choice>(_ choices: [(Choice, Int)]) -> Choice {
        var rest = int(in: 1...choices.reduce(0) { $0 + $1.1 })
        for (choice, weight) in choices {
            rest -= weight
            if rest <= 0 { return choice }
        }
        preconditionFailure("The weights add up to the range.")
    }
}
