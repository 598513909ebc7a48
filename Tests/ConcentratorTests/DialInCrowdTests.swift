// Protects who may wait at a port until it is known: all who are expected have room, and who has to go when strangers flood it.
// How: the crowd as a value; then two hundred devices and a flood of strangers on a simulated clock.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct DialInCrowdTests {
    private static func roster(_ count: Int) -> DialInRoster {
        DialInRoster(
            (0..<count).map { index in
                DialInRoster.Entry(
                    id: ConcentratorID("C\(index)"), registration: [], meters: Set([MeterAddress(meter(index))].compactMap { $0 }))
            })
    }

    private static func meter(_ index: Int) -> String { "\(100_000_000_000 + index)" }

    private static func crowd(expecting count: Int) -> DialInCrowd {
        var crowd = DialInCrowd()
        crowd.expect(roster(count))
        return crowd
    }

    /// Connections in the order in which they came.
    private static func waiting(_ addresses: [String]) -> [DialInCrowd.Guest] {
        addresses.enumerated().map { DialInCrowd.Guest(number: $0 + 1, address: $1) }
    }

    private static func others(_ count: Int) -> [String] { (0..<count).map { "other \($0)" } }

    @Test func allWhoAreExpectedHaveRoomAndSomeStrangers() {
        #expect(DialInCrowd().atMost == 64)
        let crowd = Self.crowd(expecting: 1_000)
        #expect(crowd.leaving(Self.waiting(Self.others(1_064))) == nil)
        #expect(crowd.leaving(Self.waiting(Self.others(1_065)))?.number == 1, "of equals the oldest")
    }

    @Test func ofADeviceThatDialsAgainTheConnectionGoesThatItHasLost() {
        let crowd = Self.crowd(expecting: 2)
        #expect(crowd.leaving(Self.waiting(Self.others(64) + ["device", "device", "new"]))?.number == 65)
    }

    @Test func theAddressWithMostPaysAndNotWhoCameEarlier() {
        let crowd = Self.crowd(expecting: 1)
        #expect(crowd.leaving(Self.waiting(["device"] + [String](repeating: "flood", count: 65)))?.number == 2)
    }

    @Test func manyWhoWereKnownFromOneAddressAreNoFlood() {
        var crowd = Self.crowd(expecting: 100)
        let gateway = [String](repeating: "gateway", count: 100)
        let flood = [String](repeating: "flood", count: 65)
        #expect(crowd.leaving(Self.waiting(gateway + flood))?.address == "gateway")
        for index in 0..<100 { crowd.knew(ConcentratorID("C\(index)"), at: "gateway") }
        #expect(crowd.leaving(Self.waiting(gateway + flood))?.address == "flood")
        #expect(crowd.leaving(Self.waiting(gateway + Self.others(65)))?.address == "other 0")
        crowd.knew(ConcentratorID("C7"), at: "elsewhere")
        #expect(crowd.leaving(Self.waiting(gateway + Self.others(65)))?.number == 1, "it is one less from there")
        crowd.expect(Self.roster(1))
        crowd.expect(Self.roster(100))
        #expect(crowd.leaving(Self.waiting(gateway + flood))?.address == "gateway", "who is not expected any more is forgotten")
    }

    /// A port with its devices; whom it hangs up on would have to dial a second time.
    private struct Port {
        /// In milliseconds after which a device says its first heartbeat.
        static let heartbeat: Int64 = 30_000

        let roster: DialInRoster
        var crowd: DialInCrowd
        var guests: [Int: (who: Int?, address: String, guest: DialInGuest, saysAt: Instant)] = [:]
        var standing: Set<ConcentratorID> = []
        var hungUpOn = 0
        var most = 0
        private var connections = 0

        init(_ count: Int) {
            roster = DialInCrowdTests.roster(count)
            crowd = DialInCrowdTests.crowd(expecting: count)
        }

        mutating func dial(_ who: Int?, from address: String, at now: Instant) {
            connections += 1
            guests[connections] = (who, address, DialInGuest(at: now), now.adding(milliseconds: Self.heartbeat))
            if let gone = crowd.leaving(guests.map { DialInCrowd.Guest(number: $0, address: $1.address) }) {
                if guests.removeValue(forKey: gone.number)?.who != nil { hungUpOn += 1 }
            }
            most = max(most, guests.count)
        }

        mutating func hear(until now: Instant) throws {
            for (number, one) in guests where one.saysAt <= now {
                guard let who = one.who else { continue }
                let address = try #require(MeterAddress(DialInCrowdTests.meter(who)))
                let frame = Frame(address: address, control: ControlCode(rawValue: 0x91), data: [0x80, 0x80, 0x80, 0x80])
                guard case .known(let id)? = guests[number]?.guest.hear(frame.encoded(preamble: 0), roster) else { continue }
                standing.insert(id)
                crowd.knew(id, at: one.address)
                guests[number] = nil
            }
        }
    }

    /// - Parameter strangers: with every device, and as many as there are devices so often again while those are silent.
    @Test(arguments: [0, 3])
    func twoHundredDevicesStandWithOneDialEach(strangers: Int) throws {
        var port = Port(200)
        for index in 0..<200 {
            port.dial(index, from: "device \(index)", at: .start)
            for _ in 0..<strangers { port.dial(nil, from: "flood", at: .start) }
        }
        for index in 0..<(200 * strangers) { port.dial(nil, from: "flood", at: .start.adding(milliseconds: Int64(index))) }
        try port.hear(until: .start.adding(milliseconds: Port.heartbeat))
        #expect(port.standing.count == 200)
        #expect(port.hungUpOn == 0)
        #expect(port.most <= 264)
    }
}
