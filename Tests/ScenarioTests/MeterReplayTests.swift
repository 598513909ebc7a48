// Protects: what a single meter can do to the office: be dead, come back, be sold to by others, refuse, or have forgotten.
// How: whole campuses on a simulated clock in which one meter plays its part and the others must not notice.

import BooksContract
import Domain
import MeterWire
import Operations
import Simulator
import Testing

@Suite struct MeterReplayTests {
    private func word(_ sale: String, _ replay: CampusReplay) throws -> String? {
        try replay.shownOrders().first { $0.sale == sale }?.word
    }

    /// The meters that keep credit, and their rooms, in order.
    private func prepaid(_ replay: CampusReplay) -> [(meter: String, room: RoomID)] {
        replay.roomOfMeter.filter { replay.inventory.meters[MeterID($0.key)]?.profile == .dorm645 }.sorted { $0.key < $1.key }
            .map { (meter: $0.key, room: $0.value) }
    }

    @Test func aDeadNodeDelaysNobodyAndItsOrderWaits() throws {
        try Replays.play("a dead node", seeds: 4) { seed in
            ReplayScript(seed: seed, rooms: 10, roundPause: 20_000)
        } _: { replay in
            let (dead, room) = prepaid(replay)[Int(replay.script.seed) % 8]
            var faults = FaultPlan()
            faults.everywhere.dead = [dead]
            replay.setLines(faults)
            try replay.live(seconds: 60)
            let waiting = try replay.sell(room, fen: 5000)
            for (_, other) in prepaid(replay) where other != room {
                let sale = try replay.sell(other, fen: 3000)
                try replay.live(seconds: 6)
                #expect(try word(sale, replay) == "METER", "\(other) waits for a dead meter that is not its own")
            }
            try replay.live(seconds: 20 * 60)
            #expect(try word(waiting, replay) == "QUEUED", "nothing was sent to a meter that does not answer")
            replay.setLines(FaultPlan())
            // The longest pause of a silent meter, and its poll.
            try replay.live(seconds: 330)
            #expect(try word(waiting, replay) == "METER")
            try replay.finish(withinMinutes: 1)
        }
    }

    @Test func aSilentMeterIsAskedRarelyAndComesBack() throws {
        try Replays.play("a silent meter", seeds: 2) { seed in
            ReplayScript(seed: seed, rooms: 10, roundPause: 20_000)
        } _: { replay in
            let silent = MeterID(prepaid(replay)[Int(replay.script.seed) % 8].meter)
            try replay.live(seconds: 60)
            var faults = FaultPlan()
            faults.everywhere.dead = [silent.text]
            replay.setLines(faults)
            let from = replay.instant
            try replay.live(seconds: 20 * 60)
            #expect(replay.health.flatMap(\.silent) == [silent])
            let inVain = replay.health.reduce(0) { $0 + $1.timeouts }
            #expect((4...15).contains(inVain), "sixty rounds, \(inVain) requests in vain")
            let latest = try replay.readings.latest()
            #expect(try #require(latest[silent]).at <= from, "its last values keep their time")
            for (meter, reading) in latest where meter != silent {
                #expect(replay.instant.milliseconds(since: reading.at) < 25_000, "\(meter) waits for another")
            }
            replay.setLines(FaultPlan())
            try replay.live(seconds: 330)
            #expect(try #require(try replay.readings.latest()[silent]).at > from)
            #expect(replay.health.flatMap(\.silent).isEmpty)
        }
    }

    @Test func aNodeThatDiesInTheMiddleOfAnOrder() throws {
        try Replays.play("a node dies", seeds: 4) { seed in
            ReplayScript(seed: seed, rooms: 6, unit: seed.isMultiple(of: 2) ? .money : .energy, roundPause: 20_000)
        } _: { replay in
            let (meter, room) = prepaid(replay)[Int(replay.script.seed) % 6]
            try replay.live(seconds: 30)
            let sale = try replay.sell(room, fen: 5000)
            try replay.live(until: { try self.word(sale, replay) == "SENT" }, within: 30)
            var faults = FaultPlan()
            // Half of the time the order was obeyed, and only its answer is lost.
            if replay.script.seed < 3 { try replay.live(until: { replay.auditor.meters[meter]?.purchases.isEmpty == false }, within: 5) }
            faults.everywhere.dead = [meter]
            replay.setLines(faults)
            try replay.live(seconds: 30 * 60)
            #expect(try word(sale, replay) == "UNCONF", "nobody knows what became of it")
            let next = try replay.sell(room, fen: 2000)
            try replay.live(seconds: 60)
            #expect(try word(next, replay) == "QUEUED", "one unresolved order a meter")
            replay.setLines(FaultPlan())
            try replay.live(seconds: 330)
            #expect(try word(sale, replay) == "METER")
            try replay.finish(withinMinutes: 2)
            #expect(try word(next, replay) == "METER")
        }
    }

    @Test func aPurchaseBehindTheBackIsDisputedAndStopsSales() throws {
        try Replays.play("behind the back", seeds: 4) { seed in
            ReplayScript(seed: seed, rooms: 6, unit: seed.isMultiple(of: 2) ? .money : .energy)
        } _: { replay in
            let (meter, room) = prepaid(replay)[Int(replay.script.seed) % 6]
            try replay.live(seconds: 30)
            try replay.sellBehindTheBack(meter, amount: 1_23)
            try replay.live(seconds: 5)
            let sale = try replay.sell(room, fen: 5000)
            let behind = try replay.sell(room, fen: 3000)
            try replay.live(seconds: 120)
            #expect(try word(sale, replay) == "DISPUTE")
            #expect(try word(behind, replay) == "QUEUED", "nothing is sent to a disputed meter")
            try checkSalesAreStopped(replay, room)
            let other = try replay.sell(try #require(prepaid(replay).first { $0.room != room }).room, fen: 3000)
            try replay.live(seconds: 30)
            #expect(try word(other, replay) == "METER")
            try replay.finish(withinMinutes: 1)
            try checkSettling(replay, sale, room)
        }
    }

    /// A plan for the room is refused with the order's name, also inside a list, and committing it writes nothing.
    private func checkSalesAreStopped(_ replay: CampusReplay, _ room: RoomID) throws {
        let order = try #require(try replay.shownOrders().first { $0.word == "DISPUTE" })
        let plan = try replay.office.planTopUp([TopUpLine(room: room, money: Money(fen: 2000))], actor: CampusReplay.operatorPerson)
        #expect(plan.changes.isEmpty)
        #expect(plan.refusals.map(\.refusal) == [.disputed(OrderID(order.id))])
        let before = try replay.shownOrders()
        _ = try replay.office.commit(plan)
        #expect(try replay.shownOrders() == before)
    }

    /// A person decides that the meter does not have it; only then does the room buy again.
    private func checkSettling(_ replay: CampusReplay, _ sale: String, _ room: RoomID) throws {
        let order = try #require(try replay.shownOrders().first { $0.sale == sale })
        let engineer = Actor(name: "wu", role: .engineer, shift: "", console: "desk-1")
        replay.auditor.wasSettled(order.id)
        try replay.office.settle(OrderID(order.id), as: .refused, reason: "The other system sold it.", actor: engineer)
        try replay.auditOrders()
        let plan = try replay.office.planTopUp([TopUpLine(room: room, money: Money(fen: 2000))], actor: CampusReplay.operatorPerson)
        #expect(plan.changes.count == 1)
    }

    @Test func aPurchaseBehindTheBackInTheMiddleOfAnOrder() throws {
        try Replays.play("behind the back in the middle", seeds: 3) { seed in
            ReplayScript(seed: seed, rooms: 4)
        } _: { replay in
            let (meter, room) = prepaid(replay)[Int(replay.script.seed) % 4]
            try replay.live(seconds: 30)
            // The meter is read before the sending, and sold to by others before the order comes.
            let sale = try replay.sell(room, fen: 5000)
            try replay.live(until: { replay.isReading(meter) }, within: 10)
            try replay.sellBehindTheBack(meter, amount: 7_77)
            try replay.live(seconds: 60)
            #expect(try word(sale, replay) == "DISPUTE")
            try checkSalesAreStopped(replay, room)
            try replay.finish(withinMinutes: 1)
        }
    }

    @Test func aClosedAccountRefuses() throws {
        try Replays.play("a closed account", seeds: 3) { seed in
            ReplayScript(seed: seed, rooms: 4, unit: seed.isMultiple(of: 2) ? .money : .energy)
        } _: { replay in
            let (meter, room) = prepaid(replay)[Int(replay.script.seed) % 4]
            try replay.live(seconds: 30)
            try replay.closeAccount(meter)
            try replay.live(seconds: 30)
            let sale = try replay.sell(room, fen: 5000)
            try replay.live(seconds: 60)
            #expect(try word(sale, replay) == "REFUSED")
            #expect(replay.auditor.meters[meter]?.purchases.isEmpty == true)
            try replay.finish(withinMinutes: 1)
        }
    }

    /// An answer is no proof: what the meter holds afterwards is. Once it is sent again, for ever it is a matter for a person.
    @Test func aMeterThatSaysYesAndTakesNothing() throws {
        for lies in [1, 2, 100] {
            try Replays.play("\(lies) lies", seeds: 2) { seed in
                ReplayScript(seed: seed, rooms: 4, unit: seed.isMultiple(of: 2) ? .money : .energy)
            } _: { replay in
                let (meter, room) = prepaid(replay)[Int(replay.script.seed) % 4]
                try replay.live(seconds: 30)
                if lies > 2 { replay.auditor.expectsLies(from: meter) }
                replay.network.liesLeft = lies
                let sale = try replay.sell(room, fen: 5000)
                try replay.live(seconds: 60)
                #expect(try word(sale, replay) == (lies > 2 ? "DISPUTE" : "METER"))
                #expect(replay.auditor.meters[meter]?.purchases.count == (lies > 2 ? 0 : 1))
                try replay.finish(withinMinutes: 1)
            }
        }
    }

    /// Where no purchase record stands in the meter its total is not known, and the count alone proves the first order.
    @Test func metersThatRememberNoPurchase() throws {
        try Replays.play("forgetful meters", seeds: 2) { seed in
            var script = ReplayScript(seed: seed, rooms: 6, unit: seed.isMultiple(of: 2) ? .money : .energy)
            script.isForgetful = true
            return script
        } _: { replay in
            try replay.live(seconds: 30)
            for (_, room) in prepaid(replay) {
                try replay.sell(room, fen: 5000)
                try replay.sell(room, fen: 3000)
            }
            try replay.live(seconds: 120)
            #expect(try replay.shownOrders().allSatisfy { $0.word == "METER" })
            try replay.finish(withinMinutes: 1)
        }
    }
}
