import Kernel
import Testing

@testable import Campaigns

@Suite struct OutcomeTests {
    @Test("C4.12 强烈拒绝与投诉立即禁呼 · a refusal and a complaint suppress")
    func suppression() {
        #expect(Outcome.allCases.filter(\.suppresses) == [.strongRefusal, .complaint])
        #expect(Outcome.allCases.filter { $0.suppresses && $0.isRecyclable } == [])
    }

    @Test("C5.2 成功营销只有有意向 · only an interested customer is a success")
    func success() {
        #expect(Outcome.allCases.filter(\.isSuccess) == [.interested])
        #expect(Outcome.allCases.filter { !$0.finishes } == [.callback])
    }

    @Test("C2.2 有意向客户引导线上或到店 · an interested customer is led online or to a branch")
    func channels() {
        #expect(Outcome.interested.requires(.channel))
        #expect(Outcome.interested.requires(.amountBand))
        #expect(LoanChannel.allCases == [.online, .branch])
        #expect(Outcome.callback.requires(.callbackAt))
        #expect(!Outcome.noAnswer.accepts(.callbackAt))
    }

    @Test("C6.3 结果树完整且按键不重复 · the tree is whole, no hotkey twice")
    func tree() {
        #expect(Outcome.Group.allCases.flatMap(\.outcomes).count == Outcome.allCases.count)
        #expect(Set(Outcome.allCases.map(\.hotkey)).count == Outcome.allCases.count)
        #expect(Outcome.recordable.filter { !$0.isReached }.count == 6)
        #expect(CampaignDetails.defaultRecycling.keys.filter { !$0.isRecyclable } == [])
    }
}
