// Protects the trace of a line: every frame that goes over it while somebody looks, with what is wrong with it, bounded, and none else.
// How: a concentrator machine on a simulated clock with answers that are foreign, unasked, damaged or no frames at all.
import Domain
import MeterWire
import Operations
import Phrases
import Testing

@testable import Concentrator

struct LineTraceTests {
    private let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)

    private func traced(_ field: inout SimulatedField) -> [TracedFrame] { field.machine.takeTrace() }

    private func look(_ field: inout SimulatedField, meter: String? = nil, seconds: Int = 60, bus: Int = 1) {
        let id = BusID(concentrator: field.machine.concentrator.id, number: bus)
        field.machine.look(TraceRequest(bus: id, meter: meter.map { MeterID($0) }, seconds: seconds), at: field.now)
    }

    @Test func whoDoesNotLookPaysNothing() {
        var field = SimulatedField(MeterPoint.row(2))
        field.run(milliseconds: 20_000)
        #expect(traced(&field).isEmpty)
    }

    @Test func everyFrameIsToldInItsOrder() {
        var field = SimulatedField(MeterPoint.row(2))
        field.run(milliseconds: 4_000)
        look(&field)
        let (requests, from) = (field.sent.count, field.now)
        field.run(milliseconds: 12_000)
        let frames = traced(&field)
        let sent = frames.filter { $0.direction == .sent }
        #expect(sent.count == field.sent.count - requests && sent.count > 3)
        #expect(frames.filter { $0.direction == .received }.count == sent.count)
        #expect(frames.allSatisfy { $0.mark == .plain && $0.at >= from && $0.bytes.first == 0x68 && $0.bytes.last == 0x16 })
        #expect(frames.map(\.direction) == sent.flatMap { _ in [TracedFrame.Direction.sent, .received] })
        #expect(frames[1].words.english.contains("0280002E") && frames[1].words.english.contains("register 1234.56"))
        #expect(traced(&field).isEmpty, "what was taken is gone")
    }

    @Test func whatIsWrongIsMarked() throws {
        var field = SimulatedField(MeterPoint.row(1))
        let address = try #require(MeterAddress("100000000000"))
        let stranger = try #require(MeterAddress("999000000001"))
        let push = Frame(
            address: address, control: ControlCode.read.answer(), data: [0xFF, 0x11, 0x80, 0x02] + [UInt8](repeating: 0, count: 65))
        var broken = push.encoded(preamble: 0)
        broken[20] ^= 1
        let other = Frame(address: stranger, control: ControlCode.read.answer(), data: [0, 0, 0, 0, 1, 2, 3, 4])
        field.run(milliseconds: 4_000)
        look(&field)
        for bytes in [push.encoded(preamble: 0), broken, other.encoded(preamble: 0), Array("Port already in use\r\n".utf8), [0x01, 0x02]] {
            field.deliver(bytes)
            field.run(milliseconds: 3_000)
        }
        let marked = traced(&field).filter { $0.direction == .received && $0.mark != .plain }
        #expect(Set(marked.map(\.mark)) == [.unasked, .broken, .stranger, .noise])
        #expect(marked.contains { $0.mark == .broken && $0.words.english.contains("checksum") })
        #expect(marked.contains { $0.mark == .noise && $0.words.english.contains("Port already in use") })
    }

    @Test func itEndsByItselfAndKeepsToItsBusAndMeter() {
        var field = SimulatedField(MeterPoint.row(4, buses: 2), buses: 2)
        look(&field, seconds: 10)
        field.run(milliseconds: 60_000)
        let frames = traced(&field)
        #expect(!frames.isEmpty && frames.allSatisfy { $0.bus.number == 1 })
        #expect(frames.allSatisfy { $0.at < .start.adding(milliseconds: 10_000) })
        look(&field, meter: "100000000001", bus: 2)
        field.run(milliseconds: 20_000)
        let single = traced(&field)
        #expect(!single.isEmpty && single.allSatisfy { $0.words.english.contains("100000000001") })
    }

    /// Two look at a bus, one of them at a single meter: each sees what he asked for, whoever asked last.
    @Test(arguments: [false, true])
    func whoeverAsksLastTakesNothingFromTheOthers(meterIsLast: Bool) {
        var field = SimulatedField(MeterPoint.row(3))
        let (all, one) = (
            TraceRequest(bus: bus, seconds: 60), TraceRequest(bus: bus, meter: MeterID("100000000001"), seconds: 5)
        )
        for request in meterIsLast ? [all, one] : [one, all] { field.machine.look(request, at: field.now) }
        field.run(milliseconds: 30_000)
        let frames = traced(&field)
        #expect(frames.contains { !one.wants($0) } && frames.allSatisfy { all.wants($0) })
        #expect(frames.contains { $0.at > .start.adding(milliseconds: 10_000) }, "the longer look goes on")
        let own = frames.filter(one.wants)
        #expect(!own.isEmpty && own.allSatisfy { $0.words.english.contains("100000000001") })
    }

    @Test func aWishSurvivesItsWayThroughTheBooks() {
        for meter in [nil, MeterID("100000000001")] {
            let wish = TraceRequest(bus: bus, meter: meter, seconds: 90)
            #expect(TraceRequest(wish.request) == wish)
            #expect(RecordRequest(wish.request) == nil && MeterCandidate(wish.request) == nil)
        }
        #expect(TraceRequest(bus: bus, seconds: 99_999).seconds == 3_600)
        #expect(TraceRequest(MeterID("000000000418")) == nil && TraceRequest(MeterID("trace,C1,x,,1,s")) == nil)
    }
}
