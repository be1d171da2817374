import Calls
import Kernel
import Testing

@testable import Reports

@Suite struct MeasuresTests {
    private var sample: Measures {
        var measures = Measures()
        measures.calls.dialled = 200
        measures.calls.answered = 90
        measures.calls.reached = 80
        measures.calls.effective = 60
        measures.calls.interested = 15
        measures.calls.talk = 5_400_000
        measures.handling = 12_000_000
        measures.available = 24_000_000
        return measures
    }

    @Test("C5.2 指标按公式计算 · each measure follows its formula")
    func formulas() {
        #expect(Measure.reachRate.text(sample) == "40.0%")
        #expect(Measure.successRate.text(sample) == "25.0%")
        #expect(Measure.averageTalk.text(sample) == "1:00")
        #expect(Measure.averageHandling.text(sample) == "1:00")
        #expect(Measure.occupancy.text(sample) == "50.0%")
        #expect(Measure.interested.text(sample) == "15")
    }

    @Test("没有分母时显示短横 · a rate over nothing is a dash")
    func nothing() {
        for measure in Measure.allCases where measure.unit != .count {
            #expect(measure.value(Measures()) == nil)
            #expect(measure.text(Measures()) == "–")
        }
    }

    @Test("合计由数相加，不由比率平均 · sums add counts and never average rates")
    func sums() {
        let both = sample + sample
        #expect(both.calls.dialled == 400)
        #expect(Measure.reachRate.value(both) == Measure.reachRate.value(sample))
    }
}
