// Protects the reading of purchase records: count and total of as many as are asked for, and a picture also without them.
// How: sessions against a fake meter with and without records; what is asked is compared in order.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct PurchaseRecordTests {
    private static func record(_ count: Int, _ total: Int64) -> PurchaseRecord {
        PurchaseRecord(count: count, total: Credit(.energy, hundredths: total))
    }

    @Test func theNewestRecordsComeWithThePicture() throws {
        var run = try SessionRun(.purchases(3), FakeMeter(subsidy: nil, olderTotals: [28_000, 25_000, 10_000]))
        _ = run.finish()
        // The newest total is part of every picture and not asked for again.
        #expect(
            run.asked == [
                "0280002E", "00910101", "03330601", "04900104", "0280002E", "03330201", "03330202", "03330602", "03330203", "03330603",
            ])
        #expect(run.credit?.purchases == [Self.record(6, 30_000), Self.record(5, 28_000), Self.record(4, 25_000)])
        #expect(run.credit?.totalBought == Credit(.energy, hundredths: 30_000))
    }

    @Test func tenAreTheMost() throws {
        var run = try SessionRun(.purchases(500), FakeMeter(subsidy: nil, count: 40, olderTotals: Array(repeating: 1, count: 30)))
        _ = run.finish()
        #expect(run.credit?.purchases.map(\.count) == Array((31...40).reversed()))
    }

    @Test func aMeterWithoutRecordsHasAPictureAllTheSame() throws {
        var run = try SessionRun(.purchases(2), FakeMeter(subsidy: nil))
        _ = run.finish()
        #expect(run.credit?.purchases == [] && run.credit?.count == 6)
    }

    @Test func aLostAnswerIsNoShortRecord() throws {
        var run = try SessionRun(.purchases(2), FakeMeter(subsidy: nil, olderTotals: [28_000]))
        #expect(run.finish(lose: ["03330202"]) == .noAnswer("no answer in time"))
    }

    @Test func aPlainMeterIsAskedNothing() throws {
        var run = try SessionRun(.purchases(2), of: .test(profile: .plain645))
        #expect(run.finish() == .notSent("this kind of meter keeps no credit; nothing was sent") && run.asked.isEmpty)
    }
}
