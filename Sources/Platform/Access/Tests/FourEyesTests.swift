import Access
import Kernel
import Testing

@Suite struct FourEyesTests {
    private let authors: Set<ID<Account>> = [ID(3), ID(7)]

    @Test("自己的申请不由自己决定 · nobody decides on their own request", arguments: [3, 7])
    func own(account: Int64) {
        #expect(!FourEyes.allows(ID(account), not: authors))
        #expect(throws: OwnRequest.own) { try FourEyes.check(ID(account), not: authors) }
        #expect(OwnRequest.own.status == .forbidden && OwnRequest.own.code == "own_request")
    }

    @Test("他人可以决定 · another person may")
    func other() throws {
        #expect(FourEyes.allows(ID(4), not: authors))
        try FourEyes.check(ID(4), not: authors)
        try FourEyes.check(ID(4), not: [])
    }
}
