// Protects the kinds of faults: what each of them does to the bytes of a line, to the meter, and to nobody else.
// How: a machine with one fault switched on for every request is asked as an office asks, and its outputs and meters are looked at.

import Foundation
import MeterWire
import Testing

@testable import Simulator

struct DisturbanceTests {
    private static let meter = "000000000418"
    private static let neighbour: [UInt8] = [0x13, 0x04, 0, 0, 0, 0]
    private let read = wire(0x11, bytes(0))
    /// What a sound line answers to it.
    private let sound: [UInt8]

    init() throws {
        let campus = SimulatedCampus.make(CampusPlan(rooms: 4, seed: 1, now: noon))
        let machine = TestMachine(FieldMachine(Field(campus), isPaced: false, faults: FaultPlan()))
        machine.open(connection: 1, concentrator: 0)
        guard case .send(_, let bytes) = machine.receive(read, connection: 1, now: noon).outputs.first else { throw CancellationError() }
        sound = bytes
    }

    private func machine(_ specification: String, rooms: Int = 4, isPaced: Bool = false) throws -> TestMachine {
        let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: 1, now: noon))
        let machine = TestMachine(FieldMachine(Field(campus), isPaced: isPaced, faults: try FaultPlan(specification: specification)))
        machine.open(connection: 1, concentrator: 0)
        return machine
    }

    private func topUp(_ count: Int) -> [UInt8] { wire(0x03, purchase(0x0701_02FF, 100, count)) }

    private func sent(_ step: FieldStep) -> [[UInt8]] {
        step.outputs.compactMap { if case .send(_, let bytes) = $0 { bytes } else { nil } }
    }

    private func frames(_ pieces: [[UInt8]]) -> [Frame] {
        var parser = FrameParser()
        return pieces.flatMap { parser.receive($0) }.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
    }

    // MARK: The line

    @Test func anAnswerComesTwice() throws {
        #expect(sent(try machine("duplicate=1").receive(read, connection: 1, now: noon)) == [sound, sound])
    }

    @Test func aLateAnswerComesInFrontOfTheNext() throws {
        let machine = try machine("late=1")
        #expect(machine.receive(read, connection: 1, now: noon).outputs.isEmpty)
        let other = wire(0x11, bytes(0), to: Self.neighbour)
        #expect(sent(machine.receive(other, connection: 1, now: noon + 1_000)) == [sound], "the next one is kept back in turn")
        machine.close(connection: 1)
        machine.open(connection: 2, concentrator: 0)
        #expect(machine.receive(read, connection: 2, now: noon + 2_000).outputs.isEmpty, "what was kept for a closed connection is gone")
    }

    @Test func anAnswerComesInTwoPieces() throws {
        let machine = try machine("split=1")
        let first = sent(machine.receive(read, connection: 1, now: noon))
        let pause = try #require(machine.wakeAt) - noon
        #expect((20...400).contains(pause))
        #expect(machine.step(concentrator: 0, now: noon + pause - 1).outputs.isEmpty)
        let rest = sent(machine.step(concentrator: 0, now: noon + pause))
        #expect(first.count == 1 && rest.count == 1 && first + rest != [sound])
        #expect((first + rest).flatMap { $0 } == sound)
    }

    /// Nothing of another bus comes between the pieces: a stream keeps its order.
    @Test func twoAnswersLeaveAsOnePiece() throws {
        for fault in ["glue=1", "C1/1:split=1"] {
            let machine = try machine(fault, rooms: 26)
            let campus = machine.machine.field.campus.concentrators[0]
            let meters = try campus.buses.map { try #require($0.meters.last).settings.address }
            #expect(meters.count > 1)
            let one = wire(0x11, bytes(0), to: MeterSettings.wireBytes(of: meters[0]))
            let other = wire(0x11, bytes(0), to: MeterSettings.wireBytes(of: meters[1]))
            var pieces = sent(machine.receive(one, connection: 1, now: noon))
            pieces += sent(machine.receive(other, connection: 1, now: noon + 10))
            pieces += sent(machine.step(concentrator: 0, now: noon + 400))
            #expect(pieces.count == (fault == "glue=1" ? 1 : 2), "\(fault): \(pieces)")
            #expect(frames(pieces).map(\.address.description) == Array(meters.prefix(2)))
        }
        let alone = try machine("glue=1")
        #expect(alone.receive(read, connection: 1, now: noon).outputs.isEmpty)
        #expect(sent(alone.step(concentrator: 0, now: noon + 300)) == [sound], "it does not wait for ever")
    }

    @Test func metersSpeakUnasked() throws {
        let pushed = frames(sent(try machine("push=1").receive(read, connection: 1, now: noon)))
        #expect(pushed.count == 2)
        #expect(pushed[0].identifier == 0x0280_11FF && pushed[0].data.count == 69 && pushed[0].control.rawValue == 0x91)
        let beaten = frames(sent(try machine("heartbeat=1").receive(read, connection: 1, now: noon)))
        #expect(beaten.count == 2 && beaten[0].isHeartbeat)
        #expect(beaten[1] == frames([sound]).first, "the answer itself is as it was")
    }

    @Test func aGatewaySaysThatItsPortIsTaken() throws {
        let machine = try machine("gateway-text=1")
        let step = machine.receive(topUp(7), connection: 1, now: noon)
        #expect(step.outputs == [.send(connection: 1, bytes: Array("Port already in use\r\n".utf8)), .cut(connection: 1)])
        #expect(step.journal.isEmpty && machine.sample(Self.meter, at: noon)?.count == 6)
    }

    @Test func anAnswerHasTheWrongLengthAndTheRightChecksum() throws {
        let machine = try machine("wrong-length=1")
        let length = try #require(frames([sound]).first).data.count
        var lengths: Set<Int> = []
        for _ in 0..<60 {
            let frame = try #require(frames(sent(machine.receive(read, connection: 1, now: noon))).first)
            lengths.insert(frame.data.count - length)
        }
        #expect(lengths == [-3, -2, -1, 1, 2, 3])
    }

    @Test func anAnswerCarriesAnotherMetersAddress() throws {
        let machine = try machine("foreign-address=1")
        let frame = try #require(frames(sent(machine.receive(read, connection: 1, now: noon))).first)
        #expect(frame.address.description != Self.meter)
        #expect(machine.machine.field.campus.meters.contains { $0.settings.address == frame.address.description })
        #expect(frame.data == frames([sound]).first?.data)
    }

    // MARK: The meter

    @Test func aCommandIsObeyedAndRefusedInWords() throws {
        let machine = try machine("refuse-applied=1")
        let frame = try #require(frames(sent(machine.receive(topUp(7), connection: 1, now: noon))).first)
        #expect(frame.control.rawValue == 0xC3 && frame.data.count == 1)
        #expect(machine.sample(Self.meter, at: noon)?.count == 7)
        #expect(sent(machine.receive(read, connection: 1, now: noon)) == [sound], "reads are not touched")
    }

    @Test func aCommandIsObeyedAndNothingSaid() throws {
        let machine = try machine("silent-applied=1")
        #expect(machine.receive(topUp(7), connection: 1, now: noon).outputs.isEmpty)
        #expect(machine.sample(Self.meter, at: noon)?.count == 7)
        #expect(sent(machine.receive(read, connection: 1, now: noon)) == [sound])
    }

    /// The three ways in which a purchase can be half written, and the same once more from what was saved.
    @Test func aPurchaseIsHalfWritten() throws {
        var seen: Set<TornWrite> = []
        for _ in 0..<1 {
            let machine = try machine("partial-write=1")
            for _ in 0..<30 {
                let before = try #require(machine.sample(Self.meter, at: noon))
                let step = machine.receive(topUp(before.count + 1), connection: 1, now: noon)
                #expect(step.outputs.isEmpty)
                let entry = try #require(step.journal.first)
                let torn = try #require(entry.torn)
                seen.insert(torn)
                let after = try #require(machine.sample(Self.meter, at: noon))
                #expect(after.count - before.count == (torn == .countAlone ? 1 : 0), "\(torn)")
                #expect(after.balance - before.balance == (torn == .countAlone ? 0 : 100), "\(torn)")
                #expect(after.totalBought - before.totalBought == (torn == .creditAlone ? 100 : 0), "\(torn)")
                #expect(JournalLine.parse(JournalLine.text(entry, sequence: 3).dropLast())?.entry == entry)
            }
        }
        #expect(seen == Set(TornWrite.allCases))
    }

    @Test func aClockMoves() throws {
        let machine = try machine("drift=1:90s")
        func error() -> Milliseconds {
            machine.machine.field.meters[machine.machine.field.position(ofPlate: Self.meter) ?? 0].state.clockError
        }
        var steps: Set<Milliseconds> = []
        for _ in 0..<20 {
            let before = error()
            _ = machine.receive(read, connection: 1, now: noon)
            steps.insert(error() - before)
        }
        #expect(steps == [-90_000, 90_000])
    }

    @Test func twoMetersStandInEachOthersPlace() throws {
        let other = "000000000413"
        let machine = try machine("swap=\(Self.meter)+\(other)")
        let was = try #require(machine.sample(other, at: noon))
        let here = try #require(machine.sample(Self.meter, at: noon))
        let frame = try #require(frames(sent(machine.receive(read, connection: 1, now: noon))).first)
        #expect(frame.address.description == Self.meter, "it answers under the address of its place")
        #expect(frame.data.suffix(4) == digits(was.register, 4)[...])
        let customer = MeterSettings.wireBytes(
            of: machine.machine.field.campus.meters.first { $0.settings.address == other }?.customer ?? "")
        let order = wire(0x03, purchase(0x0701_02FF, 100, was.count + 1, customer: customer))
        #expect(machine.receive(order, connection: 1, now: noon).journal.map(\.plate) == [other])
        #expect(machine.sample(other, at: noon)?.count == was.count + 1)
        #expect(machine.sample(Self.meter, at: noon)?.count == here.count)
    }

    @Test func aMeterThatKeepsItsCreditRefusesToGiveItBackAndSellsOn() throws {
        let machine = try machine("keeps=\(Self.meter)")
        let was = try #require(machine.sample(Self.meter, at: noon))
        let customer = MeterSettings.wireBytes(
            of: machine.machine.field.campus.meters.first { $0.settings.address == Self.meter }?.customer ?? "")
        let back = wire(0x03, purchase(0x0701_12FF, 100, was.count + 1, customer: customer))
        let refused = try #require(frames(sent(machine.receive(back, connection: 1, now: noon))).first)
        #expect(refused.control.rawValue == 0xC3 && refused.data == [0x01])
        #expect(machine.sample(Self.meter, at: noon)?.count == was.count)
        let sale = wire(0x03, purchase(0x0701_02FF, 100, was.count + 1, customer: customer))
        _ = machine.receive(sale, connection: 1, now: noon)
        #expect(machine.sample(Self.meter, at: noon)?.count == was.count + 1)
    }

    // MARK: All of them

    @Test(arguments: FaultKind.allCases) func equalSeedsDisturbEqually(_ kind: FaultKind) throws {
        func play(_ seed: UInt64) throws -> [FieldOutput] {
            let campus = SimulatedCampus.make(CampusPlan(rooms: 4, seed: seed, now: noon))
            let faults = try FaultPlan(specification: "\(kind.rawValue)=0.5")
            let machine = TestMachine(FieldMachine(Field(campus), faults: faults))
            var outputs: [FieldOutput] = []
            for round in 0..<40 {
                machine.open(connection: round, concentrator: 0)
                let at = noon + Milliseconds(round) * 10_000
                let count = (machine.sample(Self.meter, at: at)?.count ?? 0) + 1
                outputs += machine.receive(round.isMultiple(of: 2) ? read : topUp(count), connection: round, now: at).outputs
                while let next = machine.wakeAt, next < at + 9_000 { outputs += machine.step(concentrator: 0, now: next).outputs }
            }
            return outputs
        }
        let (first, again, other) = (try play(1), try play(1), try play(2))
        #expect(first == again)
        // What a moved clock shows is asked for by nobody here.
        #expect(first != other || kind == .drift)
    }

    @Test func everyFaultStandsInTheManual() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let manual = try String(contentsOf: root.appending(path: "docs/faults.md"), encoding: .utf8)
        for name in FaultKind.allCases.map(\.rawValue) + ["all", "dead", "keeps", "swap"] {
            #expect(manual.contains("| `\(name)` |"), "\(name) is not explained")
        }
    }
}
