package import Database

extension CallFigures {
    /// The columns of `call_sum` by their own names, for a query that reads or adds them up.
    package init(_ row: Row) throws {
        self.init()
        dialled = Int(try row.int("dialled"))
        answered = Int(try row.int("answered"))
        reached = Int(try row.int("reached"))
        effective = Int(try row.int("effective"))
        interested = Int(try row.int("interested"))
        strongRefusals = Int(try row.int("strong_refusals"))
        complaints = Int(try row.int("complaints"))
        contradicted = Int(try row.int("contradicted"))
        open = Int(try row.int("open"))
        unrecorded = Int(try row.int("unrecorded"))
        corrected = Int(try row.int("corrected"))
        talk = Int(try row.int("talk"))
    }

    /// The columns, for a query that reads them.
    package static let columns: SQL = """
        dialled, answered, reached, effective, interested, strong_refusals, complaints,
        contradicted, open, unrecorded, corrected, talk
        """

    /// As many nothings, for what is added up beside calls.
    package static let nothing: SQL = "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"

    /// The columns as sums over a group.
    package static let sums: SQL = """
        SUM(dialled) AS dialled, SUM(answered) AS answered, SUM(reached) AS reached,
        SUM(effective) AS effective, SUM(interested) AS interested,
        SUM(strong_refusals) AS strong_refusals, SUM(complaints) AS complaints,
        SUM(contradicted) AS contradicted, SUM(open) AS open, SUM(unrecorded) AS unrecorded,
        SUM(corrected) AS corrected, SUM(talk) AS talk
        """
}
