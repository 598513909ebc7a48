// Protects the half-duplex line: air time at its baud rate, one request at a time, other lines not delayed, collisions, determinism.
// A machine is driven with a clock of the test; moments are computed by hand from 11 bits a character.

import Testing

@testable import Simulator

struct LineTests {
    private let read = wire(0x11, bytes(0x0280_002E))

    private func machine(rooms: Int = 60, baud: Int = 2_400, isPaced: Bool = true) -> TestMachine {
        let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: 1, now: noon, baud: baud))
        let machine = TestMachine(FieldMachine(Field(campus), isPaced: isPaced, faults: FaultPlan()))
        machine.open(connection: 1, concentrator: 0)
        return machine
    }

    /// Runs until nothing is due and tells when each output left.
    private func drain(_ machine: TestMachine, from first: FieldStep, at now: Milliseconds) -> [(Milliseconds, FieldOutput)] {
        var outputs = first.outputs.map { (now, $0) }
        while let next = machine.wakeAt {
            for output in machine.step(concentrator: 0, now: next).outputs { outputs.append((next, output)) }
        }
        return outputs
    }

    @Test func airTimeIsElevenBitsACharacterRoundedUp() {
        let timing = BusTiming(baud: 2_400)
        #expect(timing.airTime(bytes: 20) == 92)
        #expect(timing.airTime(bytes: 24) == 110)
        #expect(timing.airTime(bytes: 0) == 0)
        #expect(BusTiming(baud: 9_600).airTime(bytes: 60) == 69)
        #expect(timing.exchange(requestBytes: 20, answerBytes: 60) == 92 + 24 + 275 + 10)
        #expect(BusTiming(baud: 0).airTime(bytes: 1) == 11_000)
    }

    @Test func oneRequestAtATimeInTheOrderOfArrival() {
        let machine = machine()
        let first = machine.receive(read + read, connection: 1, now: noon)
        #expect(first.outputs.isEmpty)
        #expect(first.wakeAt == noon + 92)
        let outputs = drain(machine, from: first, at: noon)
        // 92 request, 24 delay, 275 answer; then a gap of 10 and the same again.
        #expect(outputs.map(\.0) == [noon + 391, noon + 391 + 10 + 391])
    }

    @Test func otherLinesAreNotDelayed() {
        let machine = machine()
        let other = wire(0x11, bytes(0x0280_002E), to: [0x01, 0x01, 0, 0, 0, 0])
        let first = machine.receive(read + read + other, connection: 1, now: noon)
        let moments = drain(machine, from: first, at: noon).map(\.0)
        #expect(moments == [noon + 391, noon + 391, noon + 792])
    }

    @Test func silenceHoldsTheLineForHalfASecond() {
        let machine = machine()
        let late = wire(0x08, [0, 0, 0, 0, 1, 1, 0x26])
        let outputs = drain(machine, from: machine.receive(late + read, connection: 1, now: noon), at: noon)
        // 23 bytes in 106 ms, 500 ms without answer, a gap of 10.
        #expect(outputs.map(\.0) == [noon + 106 + 500 + 10 + 391])
    }

    @Test func movingTheRelayDelaysTheAnswer() {
        let machine = machine(baud: 9_600)
        let trip = wire(0x1C, relayData(0x1A))
        let outputs = drain(machine, from: machine.receive(trip, connection: 1, now: noon), at: noon)
        // 32 bytes in 37 ms, 24 + 160 ms, 22 bytes in 26 ms.
        #expect(outputs.map(\.0) == [noon + 37 + 184 + 26])
    }

    @Test func unpacedAnswersAtOnce() {
        let machine = machine(isPaced: false)
        #expect(machine.receive(read + read, connection: 1, now: noon).outputs.count == 2)
        #expect(machine.wakeAt == nil)
    }

    @Test func manyMetersAtOnceAreACollision() {
        let machine = machine(isPaced: false)
        let ask = wire(0x13, [], to: MeterRequest.allWild)
        let many = machine.receive(ask, connection: 1, now: noon)
        #expect(!many.outputs.isEmpty)
        for case .send(_, let bytes) in many.outputs {
            #expect(bytes.dropFirst(4).dropLast(2).reduce(0, &+) != bytes[bytes.count - 2], "the sum is wrong")
        }
    }

    @Test func bareTwelveByteFrameIsNotHeard() {
        let machine = machine(rooms: 1, isPaced: false)
        let address = TestMeter.address
        #expect(machine.receive(wire(0x13, [], to: address, preamble: 0), connection: 1, now: noon).outputs.isEmpty)
        #expect(machine.receive(wire(0x13, [], to: address, preamble: 1), connection: 1, now: noon).outputs.isEmpty)
        #expect(machine.receive(wire(0x13, [], to: address, preamble: 2), connection: 1, now: noon).outputs.count == 1)
        let whole = wire(0x13, [], to: address)
        let outputs = whole.flatMap { machine.receive([$0], connection: 1, now: noon).outputs }
        #expect(outputs.count == 1, "a frame may come byte by byte")
    }

    @Test func closedConnectionGetsNothingAndItsQueueIsForgotten() {
        let machine = machine()
        let topUp = { (count: Int) in wire(0x03, purchase(0x0701_02FF, 100, count)) }
        _ = machine.receive(topUp(7) + topUp(8), connection: 1, now: noon)
        machine.close(connection: 1)
        var journal = 0
        while let next = machine.wakeAt {
            let step = machine.step(concentrator: 0, now: next)
            #expect(step.outputs.isEmpty)
            journal += step.journal.count
        }
        #expect(journal == 1, "what was on the line is obeyed")
        #expect(machine.sample("000000000418", at: noon)?.count == 7)
    }

    @Test func foreignAddressesAndNoiseAreIgnored() {
        let machine = machine(isPaced: false)
        #expect(machine.receive(wire(0x11, bytes(0), to: [1, 2, 3, 4, 5, 6]), connection: 1, now: noon).outputs.isEmpty)
        #expect(machine.receive([0x68, 0x16, 0xFE, 0x00], connection: 1, now: noon).outputs.isEmpty)
        #expect(machine.receive(read, connection: 99, now: noon).outputs.isEmpty)
    }

    @Test(arguments: [1, 7] as [UInt64]) func equalSeedsGiveEqualBytes(_ seed: UInt64) throws {
        func run() throws -> [FieldOutput] {
            let campus = SimulatedCampus.make(CampusPlan(rooms: 20, seed: seed, start: noon - .day, now: noon))
            let faults = try FaultPlan(specification: "drop-answer=0.1,corrupt=0.2,delay=0.1:1s")
            let machine = TestMachine(FieldMachine(Field(campus), faults: faults))
            machine.open(connection: 1, concentrator: 0)
            var outputs: [FieldOutput] = []
            for round in 0..<30 {
                let now = noon + Milliseconds(round) * 10_000
                let requests = wire(0x11, bytes(0x0280_002E)) + wire(0x03, purchase(0x0701_02FF, 100, 7 + round))
                outputs += machine.receive(requests, connection: 1, now: now).outputs
                while let next = machine.wakeAt, next < now + 10_000 { outputs += machine.step(concentrator: 0, now: next).outputs }
            }
            return outputs
        }
        let first = try run()
        #expect(try run() == first, "seed \(seed)")
        #expect(first.count > 20)
    }
}
