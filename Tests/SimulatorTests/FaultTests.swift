// Protects the faults: how their specification is read and refused, and that chance strikes by seed and only where it should.
// Specifications are read one by one; machines with a fault switched on are asked many times.

import Foundation
import Testing

@testable import Simulator

struct FaultTests {
    @Test func everyPartIsRead() throws {
        let plan = try FaultPlan(
            specification: "drop-request=0.01,drop-answer=0.02,delay=0.05:3s,corrupt=0.000001,cut=1,dead=000000000413, C1/2:corrupt=0.5")
        #expect(plan.everywhere[.dropRequest] == 10_000)
        #expect(plan.everywhere[.dropAnswer] == 20_000)
        #expect(plan.everywhere[.delay] == 50_000)
        #expect(plan.everywhere.delayTime == 3_000)
        #expect(plan.everywhere[.corrupt] == 1)
        #expect(plan.everywhere[.cut] == 1_000_000)
        #expect(plan.everywhere.dead == ["000000000413"])
        let bus = plan.faults(on: BusName(concentrator: "C1", number: 2))
        #expect(bus[.corrupt] == 500_000)
        #expect(bus[.dropRequest] == 10_000)
        #expect(try FaultPlan(specification: "delay=1:250ms").everywhere.delayTime == 250)
    }

    @Test func everyKindHasItsNameAndAllMeansEachOfThem() throws {
        for kind in FaultKind.allCases {
            let one = try FaultPlan(specification: "\(kind.rawValue)=0.5").everywhere
            #expect(FaultKind.allCases.filter { one[$0] > 0 } == [kind])
        }
        let all = try FaultPlan(specification: "all=0.05,cut=0.001,swap=000000000418+000000000419,drift=0.1:2s").everywhere
        #expect(FaultKind.allCases.allSatisfy { all[$0] == [.cut: 1_000, .drift: 100_000][$0] ?? 50_000 })
        #expect(all.swapped == ["000000000418": "000000000419", "000000000419": "000000000418"])
        #expect(all.driftTime == 2_000)
        #expect(Set(FaultKind.allCases.map(\.question)).count == FaultKind.allCases.count)
    }

    /// The folder of a campus holds its scene; one from before there were so many kinds is read as well.
    @Test func plansSurviveASnapshot() throws {
        let plan = try FaultPlan(specification: FaultSpecification.example + ",late=0.2,swap=000000000418+000000000419")
        #expect(try JSONDecoder().decode(FaultPlan.self, from: JSONEncoder().encode(plan)) == plan)
        let older = #"{"dropRequest":0,"dropAnswer":20000,"delay":0,"delayTime":3000,"corrupt":60000,"cut":0,"dead":["000000000413"]}"#
        let faults = try JSONDecoder().decode(Faults.self, from: Data(older.utf8))
        #expect(faults[.corrupt] == 60_000 && faults[.late] == 0 && faults.dead == ["000000000413"] && faults.swapped.isEmpty)
    }

    @Test func exampleOfTheHelpIsUnderstood() throws {
        #expect(try FaultPlan(specification: FaultSpecification.example).everywhere.dead.count == 1)
    }

    @Test(arguments: [
        "", "drop", "drop-request", "drop-request=", "drop-request=1.1", "drop-request=-1", "drop-request=.5", "drop-request=1.",
        "drop-request=0.0000001", "drop-request=1.000001", "drop-request=a", "delay=0.1:", "cut=0.1:3s", "swap=000000000418",
        "swap=000000000418+418",
        "swap=000000000418+000000000418", "swap=000000000418+000000000419,swap=000000000419+000000000420",
        "swap=000000000418+000000000419,C1/1:swap=000000000420+000000000418", "all=2", "delay=0.1:3", "delay=0.1:3m", "delay=0.1:0s",
        "delay=0.1:9999999999999999999s", "delay=2:3s", "dead=413", "dead=00000000041a", "cut=0.1,", "C1:cut=0.1", "C1/0:cut=0.1",
        "C1/x:cut=0.1", "/1:cut=0.1", "burn=0.1", "drop-request=99999999999999999999",
    ]) func badSpecificationIsRefused(_ text: String) throws {
        #expect(throws: FaultSpecificationError.self) { try FaultPlan(specification: text) }
    }

    /// What is named for everywhere and for bus 2, and what happens on that bus: chances in a million, times in milliseconds.
    private static let merged: [(specification: String, delay: Int, delayTime: Milliseconds, drift: Int, driftTime: Milliseconds)] = [
        ("delay=0.1,C1/2:delay=0.05:9s", 100_000, 3_000, 0, 1_000),
        ("delay=0.1:2s,C1/2:delay=0.2:9s", 200_000, 9_000, 0, 1_000),
        ("delay=0.1:3s,C1/2:delay=0.1:9s", 100_000, 9_000, 0, 1_000),
        ("delay=0.1:9s,C1/2:delay=0.1:3s", 100_000, 3_000, 0, 1_000),
        ("delay=0.1:9s,C1/2:drift=0.1:5s", 100_000, 9_000, 100_000, 5_000),
        ("drift=0.1:5s,C1/2:drift=0.1:7s", 0, 3_000, 100_000, 7_000),
        ("drift=0.1:5s,C1/2:drift=0:7s", 0, 3_000, 100_000, 5_000),
        ("delay=0.1:9s,C1/1:delay=1:1s", 100_000, 9_000, 0, 1_000),
    ]

    @Test(arguments: merged) func theLargerChanceCountsWithItsTimeAndOfEqualOnesThatOfTheBus(
        specification: String, delay: Int, delayTime: Milliseconds, drift: Int, driftTime: Milliseconds
    ) throws {
        let faults = try FaultPlan(specification: specification).faults(on: BusName(concentrator: "C1", number: 2))
        #expect(faults[.delay] == delay && faults.delayTime == delayTime)
        #expect(faults[.drift] == drift && faults.driftTime == driftTime)
    }

    private func machine(_ specification: String, seed: UInt64 = 1) throws -> TestMachine {
        let campus = SimulatedCampus.make(CampusPlan(rooms: 4, seed: seed, now: noon))
        let machine = TestMachine(FieldMachine(Field(campus), isPaced: false, faults: try FaultPlan(specification: specification)))
        machine.open(connection: 1, concentrator: 0)
        return machine
    }

    private func topUp(_ count: Int) -> [UInt8] {
        wire(0x03, purchase(0x0701_02FF, 100, count))
    }

    @Test func lostAnswerWasObeyedAndLostRequestWasNot() throws {
        let answerLost = try machine("drop-answer=1")
        let step = answerLost.receive(topUp(7), connection: 1, now: noon)
        #expect(step.outputs.isEmpty)
        #expect(step.journal.count == 1)
        #expect(answerLost.sample("000000000418", at: noon)?.count == 7)
        let requestLost = try machine("drop-request=1")
        #expect(requestLost.receive(topUp(7), connection: 1, now: noon).journal.isEmpty)
        #expect(requestLost.sample("000000000418", at: noon)?.count == 6)
    }

    @Test func deadMeterIsSilentAndItsNeighbourIsNot() throws {
        let machine = try machine("dead=000000000418")
        #expect(machine.receive(topUp(7), connection: 1, now: noon).outputs.isEmpty)
        #expect(machine.sample("000000000418", at: noon)?.count == 6)
        let neighbour = wire(0x11, bytes(0), to: [0x13, 0x04, 0, 0, 0, 0])
        #expect(machine.receive(neighbour, connection: 1, now: noon).outputs.count == 1)
        machine.machine.faults = FaultPlan()
        #expect(machine.receive(topUp(7), connection: 1, now: noon).outputs.count == 1, "faults are switched at run time")
    }

    @Test func corruptedAnswersAreNoFramesOrHaveNoiseBefore() throws {
        let sound = try machine("corrupt=0")
        let broken = try machine("corrupt=1")
        let request = wire(0x11, bytes(0))
        for _ in 0..<50 {
            let expected = sound.receive(request, connection: 1, now: noon).outputs
            let got = broken.receive(request, connection: 1, now: noon).outputs
            #expect(got.count == 1)
            #expect(got != expected)
        }
    }

    @Test func cutClosesTheConnectionBeforeOrAfterObeying() throws {
        let machine = try machine("cut=1")
        var obeyed = 0
        for round in 0..<40 {
            machine.open(connection: round + 2, concentrator: 0)
            let count = (machine.sample("000000000418", at: noon)?.count ?? 0) + 1
            let step = machine.receive(topUp(count), connection: round + 2, now: noon)
            #expect(step.outputs == [.cut(connection: round + 2)])
            obeyed += step.journal.count
            machine.close(connection: round + 2)
        }
        #expect((8...32).contains(obeyed), "about half: \(obeyed)")
    }

    @Test func chanceIsAsOftenAsItSays() throws {
        let machine = try machine("drop-answer=0.1")
        let request = wire(0x11, bytes(0))
        let answered = (0..<2_000).count { _ in !machine.receive(request, connection: 1, now: noon).outputs.isEmpty }
        #expect((1_730...1_870).contains(answered), "\(answered) of 2000")
    }
}

/// A frame as a master sends it, put together without the codec.
func wire(_ control: UInt8, _ data: [UInt8], to address: [UInt8] = TestMeter.address, preamble: Int = 4) -> [UInt8] {
    let body = [0x68] + address + [0x68, control, UInt8(data.count)] + data.map { $0 &+ 0x33 }
    return [UInt8](repeating: 0xFE, count: preamble) + body + [body.reduce(0, &+), 0x16]
}
