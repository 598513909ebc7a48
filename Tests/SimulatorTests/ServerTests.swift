// Protects the server around the machine: real sockets on loopback, saving before answering, remembered ports, idle end, restart.
// A server without pace is started on free ports and spoken to with plain NIO clients; time is the test's own scaled clock.

import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Simulator

@Suite(.serialized) struct ServerTests {
    private static let clock = ScaledClock(epoch: noon, wallStart: ScaledClock.wallNow(), speed: 60)
    private let campus = SimulatedCampus.make(CampusPlan(rooms: 2, seed: 1, now: noon))

    private func configuration(_ folder: URL?) -> FieldConfiguration {
        var configuration = FieldConfiguration(folder: folder, campus: campus, clock: Self.clock)
        configuration.isPaced = false
        return configuration
    }

    /// Sends a frame and waits for so many bytes of the answer.
    private func exchange(_ frame: [UInt8], port: Int, answer count: Int) async throws -> [UInt8] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: frame))
            var received: [UInt8] = []
            for try await part in inbound {
                received += part.readableBytesView
                if received.count >= count { break }
            }
            return received
        }
    }

    @Test func answeredPurchaseSurvivesTheEndOfTheServerAndPortsStay() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dormwatt-server-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try await FieldServer.start(configuration(folder))
        let port = try #require(first.endpoints.first?.port)
        let answer = try await exchange(wire(0x03, purchase(0x0701_02FF, 9_090, 7)), port: port, answer: 85)
        #expect(answer.count == 85)
        #expect(answer[12] == 0x83)
        let journal = try String(contentsOf: folder.appendingPathComponent("journal.log"), encoding: .utf8)
        #expect(journal.contains("000000000418"), "it is on disk when the answer is here")
        first.stop()
        first.stop()
        #expect(try await first.run() == .stopped)
        var again = configuration(folder)
        again.campus = nil
        let second = try await FieldServer.start(again)
        #expect(second.endpoints == first.endpoints)
        #expect(try await second.sample("000000000418")?.count == 7)
        second.stop()
        _ = try await second.run()
        var other = configuration(folder)
        other.campus = SimulatedCampus.make(CampusPlan(rooms: 3, seed: 1, now: noon))
        await #expect(throws: FieldFolderError.otherCampus(folder.path)) { _ = try await FieldServer.start(other) }
    }

    @Test func serverWithoutVisitorsEnds() async throws {
        var configuration = configuration(nil)
        configuration.idleLimit = 0
        #expect(try await FieldServer.start(configuration).run() == .idle)
    }

    @Test func takenPortAndMissingCampusAreRefused() async throws {
        let server = try await FieldServer.start(configuration(nil))
        let port = try #require(server.endpoints.first?.port)
        var second = configuration(nil)
        second.ports = [port]
        let error = await #expect(throws: FieldServerError.self) { _ = try await FieldServer.start(second) }
        #expect(error?.description.contains("port \(port)") == true)
        second.campus = nil
        await #expect(throws: FieldServerError.noCampus) { _ = try await FieldServer.start(second) }
        server.stop()
        _ = try await server.run()
    }

    @Test func faultsAreSwitchedWhileItRuns() async throws {
        let server = try await FieldServer.start(configuration(nil))
        let port = try #require(server.endpoints.first?.port)
        var faults = FaultPlan()
        faults.everywhere[.cut] = 1_000_000
        try await server.set(faults: faults)
        let cut = try await exchange(wire(0x11, bytes(0)), port: port, answer: 24)
        #expect(cut.isEmpty)
        try await server.set(faults: FaultPlan())
        #expect(try await exchange(wire(0x11, bytes(0)), port: port, answer: 24).count == 24)
        server.stop()
        _ = try await server.run()
    }

    @Test func clockScalesAndWaits() {
        let clock = ScaledClock(epoch: 1_000, wallStart: 500, speed: 60)
        #expect(clock.time(atWall: 600) == 7_000)
        #expect(clock.time(atWall: 400) == -5_000)
        #expect(clock.wait(until: 7_000, from: 1_000) == 100_000_000)
        #expect(clock.wait(until: 1_000, from: 7_000) == 0)
        #expect(ScaledClock(epoch: 0, wallStart: 0, speed: -1).speed == 1)
    }
}
