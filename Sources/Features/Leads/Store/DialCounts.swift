internal import Access
internal import Campaigns
internal import Database
internal import Kernel

/// What a dial counts: the agent's calls of the day, the branch's, and the lead's attempts.
extension HandOutStore {
    func dialled(_ agent: ID<Account>, on day: BusinessDay) throws -> Int {
        let row = try transaction.first(
            "SELECT dialled FROM agent_day WHERE agent_id = \(agent) AND day = \(day)"
        )
        return Int(try row?.int(0) ?? 0)
    }

    func dialled(for institution: ID<Institution>, on day: BusinessDay) throws -> Int {
        let row = try transaction.first(
            """
            SELECT dialled FROM institution_day
            WHERE institution_id = \(institution) AND day = \(day)
            """
        )
        return Int(try row?.int(0) ?? 0)
    }

    /// Counts one call of the agent; false at 200. C5.1.
    func countCall(by agent: ID<Account>, on day: BusinessDay) throws -> Bool {
        try transaction.first(
            """
            INSERT INTO agent_day(agent_id, day, dialled) VALUES (\(agent), \(day), 1)
            ON CONFLICT(agent_id, day) DO UPDATE SET dialled = agent_day.dialled + 1
                WHERE agent_day.dialled < 200
            RETURNING dialled
            """
        ) != nil
    }

    /// Counts one call for the branch; false when its volume of the day is used up. C5.3.
    func countCall(
        for institution: ID<Institution>,
        on day: BusinessDay,
        upTo volume: Int,
    ) throws -> Bool {
        if volume < 1 { return false }
        return try transaction.first(
            """
            INSERT INTO institution_day(institution_id, day, dialled)
            VALUES (\(institution), \(day), 1)
            ON CONFLICT(institution_id, day) DO UPDATE SET dialled = institution_day.dialled + 1
                WHERE institution_day.dialled < \(volume)
            RETURNING dialled
            """
        ) != nil
    }

    func markDialled(_ handOut: ID<HandOut>, lead: ID<Lead>, at now: Moment) throws {
        try transaction.execute(
            "UPDATE handout SET state = 'dialled', dialled_at = \(now) WHERE id = \(handOut)"
        )
        try transaction.execute("UPDATE lead SET attempts = attempts + 1 WHERE id = \(lead)")
    }

    /// Gives back what the dial of a hand-out has counted.
    func uncountCall(
        of handOut: ID<HandOut>,
        lead: ID<Lead>,
        for institution: ID<Institution>,
        on day: BusinessDay,
    ) throws {
        try transaction.execute(
            """
            UPDATE agent_day SET dialled = dialled - 1 WHERE day = \(day) AND dialled > 0
                AND agent_id = (SELECT agent_id FROM handout WHERE id = \(handOut))
            """
        )
        try transaction.execute(
            """
            UPDATE institution_day SET dialled = dialled - 1
            WHERE institution_id = \(institution) AND day = \(day) AND dialled > 0
            """
        )
        try transaction.execute(
            "UPDATE lead SET attempts = attempts - 1 WHERE id = \(lead) AND attempts > 0"
        )
        try transaction.execute("UPDATE handout SET dialled_at = NULL WHERE id = \(handOut)")
    }
}
