// Protects: a register that goes back or leaps is believed only after a second answer that agrees, so that a late answer under a wrong
// address is never taken for a meter's own, and a meter that was exchanged is read all the same.
// How: a concentrator machine on a simulated clock; single answers are replaced by what another meter would say.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct LeapingRegisterTests {
    private func registers(_ field: SimulatedField) -> [Int64?] {
        field.reports.map { if case .reading(let reading) = $0.outcome { reading.register?.hundredths } else { nil } }
    }

    /// The third answer is another meter's block with this meter's address.
    @Test func anAnswerOfAnotherMeterIsNotBelieved() throws {
        var field = SimulatedField(MeterPoint.row(1))
        field.run(milliseconds: 1_000)
        let own = try #require(registers(field).first ?? nil)
        for foreign in [own + 900_000, own - 50_000] {
            var other = FakeMeter(energy: foreign, subsidy: nil)
            let address = try #require(MeterAddress("100000000000"))
            let said = other.answer(.read(.monitorBlock, from: address))
            let answer = try #require(said)
            let next = field.sent.count + 1
            field.fault = { request, _ in request == next ? .instead(answer.encoded()) : .none }
            let before = field.reports.count
            field.run(milliseconds: 20_000)
            let told = registers(field).dropFirst(before)
            #expect(told.first == .some(nil), "it contradicts the second answer: \(told)")
            #expect(told.count > 2 && told.dropFirst().allSatisfy { $0 == own })
        }
    }

    @Test func anExchangedMeterIsReadAgainAndBelieved() throws {
        var field = SimulatedField(MeterPoint.row(1))
        field.run(milliseconds: 1_000)
        let before = field.reports.count
        field.meters["100000000000"] = FakeMeter(energy: 3, subsidy: nil)
        field.run(milliseconds: 20_000)
        let told = registers(field).dropFirst(before)
        #expect(told.count > 2 && told.allSatisfy { $0 == 3 })
    }

    @Test func aRegisterThatCountsIsAskedOnce() {
        let known = KnownRegister(hundredths: 10_000, at: .start)
        let later = Instant.start.adding(milliseconds: 7_200_000)
        #expect(known.leads(to: 10_000, at: .start) && known.leads(to: 16_900, at: .start) && known.leads(to: 30_700, at: later))
        #expect(!known.leads(to: 9_999, at: later) && !known.leads(to: 16_901, at: .start) && !known.leads(to: 30_701, at: later))
        #expect(known.leads(to: 10_100, at: Instant.start.adding(milliseconds: -5_000)), "a clock that was set back accuses nobody")
    }
}
