// Protects serial lines: the mode that a device is set to, reading and ordering through one, and words for a device that can not be used.
// How: the mode as a value, and as a pseudo terminal has it afterwards: that keeps all but the bit for having a parity, which is what a
// device that does not know it looks like; a collector on a pseudo terminal with fake meters behind it.
import Domain
import Foundation
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct SerialModeTests {
    private static let rates: [(Int, CInt)] = [
        (600, B600), (1_200, B1200), (2_400, B2400), (4_800, B4800), (9_600, B9600), (19_200, B19200), (38_400, B38400), (57_600, B57600),
        (115_200, B115200),
    ]

    @Test(arguments: rates)
    func allUsualRatesHaveEvenParityAndEightBits(_ baud: Int, _ speed: CInt) throws {
        var mode = try #require(SerialDevice.mode(baud: baud, parity: .even))
        #expect(cfgetispeed(&mode) == speed_t(speed) && cfgetospeed(&mode) == speed_t(speed))
        let flags = mode.c_cflag
        #expect(flags & tcflag_t(CSIZE) == tcflag_t(CS8))
        #expect(flags & tcflag_t(PARENB) != 0 && flags & tcflag_t(PARODD) == 0 && flags & tcflag_t(CSTOPB) == 0)
        #expect(flags & tcflag_t(CREAD) != 0 && flags & tcflag_t(CLOCAL) != 0 && flags & 0o20_000_000_000 == 0, "no modem lines")
        #expect(mode.c_lflag == 0 && mode.c_oflag == 0, "every byte passes as it is")
        #expect(mode.c_iflag == tcflag_t(IGNBRK | INPCK), "no flow control, wrong parity noticed")
        #expect(mode.c_cc.6 == 1 && mode.c_cc.5 == 0, "VMIN and VTIME")
        #expect(Bus.deviceRates == Self.rates.map(\.0))
    }

    @Test func everyRateAndParityArrivesAtADevice() async throws {
        let terminal = try await PseudoTerminal.start([:])
        for (baud, speed) in Self.rates {
            for parity in Parity.allCases {
                close(try SerialDevice.open(terminal.path, baud: baud, parity: parity))
                terminal.expect(speed_t(speed), parity)
            }
        }
        try await terminal.unplug()
    }

    @Test func aDeviceThatDoesNotKeepAParityIsRefusedInWordsAndLetGo() async throws {
        let terminal = try await PseudoTerminal.start([:])
        let path = terminal.path
        for (parity, characters) in [(Parity.even, "8E1"), (.odd, "8O1")] {
            for (baud, _) in Self.rates {
                let problem = SerialProblem(text: "\(path) does not know \(characters) at \(baud) bits per second")
                #expect(throws: problem) { try SerialDevice.open(path, baud: baud, parity: parity) { _ in true } }
            }
        }
        // A lock that was not let go would stand in the way. A device that has no parity is right where none is wanted.
        close(try SerialDevice.open(path, baud: 2_400, parity: .none) { _ in true })
        try await terminal.unplug()
    }

    @Test func otherParitiesAndRates() throws {
        let odd = try #require(SerialDevice.mode(baud: 2_400, parity: .odd)).c_cflag
        #expect(odd & tcflag_t(PARENB) != 0 && odd & tcflag_t(PARODD) != 0)
        let none = try #require(SerialDevice.mode(baud: 2_400, parity: .none))
        #expect(none.c_cflag & tcflag_t(PARENB) == 0 && none.c_iflag == tcflag_t(IGNBRK))
        #expect(SerialDevice.mode(baud: 7_200, parity: .even) == nil)
    }
}

@Suite(.serialized) struct SerialLineTests {
    private static let meter = MeterPoint.row(1)[0]

    private static func collector() -> Collector {
        var timing = LineTiming()
        (timing.gap, timing.shortestRound, timing.reconnectPause) = (0, 0, 1)
        return Collector(clock: WallClock(), timing: timing, seed: 1)
    }

    private static func concentrator(_ host: String, baud: Int) -> Domain.Concentrator {
        var concentrator = Domain.Concentrator.test(baud: baud)
        (concentrator.host, concentrator.port) = (host, Domain.Concentrator.noPort)
        return concentrator
    }

    /// Every rate, and each parity at three of them.
    private static let lines: [(Int, Parity)] = Bus.deviceRates.enumerated().map { ($1, Parity.allCases[$0 % Parity.allCases.count]) }

    @Test(.timeLimit(.minutes(1)), arguments: lines)
    func aMeterBehindADeviceIsReadAndToppedUp(_ baud: Int, _ parity: Parity) async throws {
        let terminal = try await PseudoTerminal.start([Self.meter.id.text: FakeMeter()])
        let collector = Self.collector()
        collector.configure(
            concentrators: [Self.concentrator("serial:\(terminal.path)?parity=\(parity)", baud: baud)], meters: [Self.meter])
        let order = MeterTask.apply(.topUp(Credit(.energy, hundredths: 5_000)), count: 7)
        for (id, task) in [MeterTask.credit, order, .credit].enumerated() {
            collector.submit(MeterJob(id: UInt64(id + 1), meter: Self.meter.id, task: task, priority: .delivery))
        }
        var outcomes: [UInt64: MeterOutcome] = [:]
        for await event in collector.events {
            guard case .reports(let reports) = event else { continue }
            for report in reports where report.job != 0 { outcomes[report.job] = report.outcome }
            if outcomes.count == 3 { break }
        }
        #expect(outcomes[2] == .accepted)
        guard case .credit(let before) = outcomes[1], case .credit(let after) = outcomes[3] else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(before.count == 6 && after.count == 7)
        #expect(after.remaining - before.remaining == Credit(.energy, hundredths: 5_000))
        var mode = try #require(SerialDevice.mode(baud: baud, parity: parity))
        terminal.expect(cfgetospeed(&mode), parity)
        #expect(throws: SerialProblem(text: "another program has \(terminal.path)")) {
            try SerialDevice.open(terminal.path, baud: baud, parity: .even)
        }
        await collector.stop()
        try await terminal.unplug()
    }

    /// What a device keeps of its mode must not depend on what it was set to before.
    @Test func aDeviceIsOpenedAsOftenAsItIsClosed() async throws {
        let terminal = try await PseudoTerminal.start([:])
        for parity in [Parity.even, .even, .none, .odd, .odd, .even] {
            for baud in [2_400, 2_400, 115_200] {
                close(try SerialDevice.open(terminal.path, baud: baud, parity: parity))
                terminal.expect(speed_t(baud == 2_400 ? B2400 : B115200), parity)
            }
        }
        try await terminal.unplug()
    }

    /// The order is heard, and the adapter goes.
    @Test(.timeLimit(.minutes(1)))
    func anOrderOnADeviceThatGoesIsUnknown() async throws {
        let terminal = try await PseudoTerminal.start([Self.meter.id.text: FakeMeter()], hangUpAt: .security)
        var timing = LineTiming()
        (timing.gap, timing.shortestRound) = (0, 3_600_000)
        let collector = Collector(clock: WallClock(), timing: timing, seed: 1)
        let order = MeterTask.apply(.topUp(Credit(.energy, hundredths: 5_000)), count: 7)
        collector.configure(concentrators: [Self.concentrator("serial:\(terminal.path)", baud: 9_600)], meters: [Self.meter])
        collector.submit(MeterJob(id: 1, meter: Self.meter.id, task: order, priority: .delivery))
        var outcome: MeterOutcome?
        for await event in collector.events {
            if case .reports(let reports) = event { outcome = reports.first { $0.job == 1 }?.outcome ?? outcome }
            if outcome != nil { break }
        }
        #expect(outcome == .noAnswer("the line broke before the answer: the device is gone"))
        await collector.stop()
        try await terminal.unplug()
    }

    @Test(.timeLimit(.minutes(1)))
    func aDeviceThatCanNotBeUsedIsToldInWordsAndTriedAgain() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dormwatt-serial-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let link = folder.appending(path: "bus").path
        let terminal = try await PseudoTerminal.start([Self.meter.id.text: FakeMeter()])
        let collector = Self.collector()
        collector.configure(concentrators: [Self.concentrator("serial:\(link)", baud: 9_600)], meters: [Self.meter])
        var troubles: [String] = []
        var isRead = false
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health):
                troubles += health.map(\.trouble).filter { !$0.isEmpty }
                guard !troubles.isEmpty, !FileManager.default.fileExists(atPath: link) else { continue }
                // The adapter is plugged in.
                try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: terminal.path)
            case .reports(let reports):
                isRead = isRead || reports.contains { if case .reading = $0.outcome { true } else { false } }
            }
            if isRead { break }
        }
        #expect(troubles.first == "there is no \(link)")
        await collector.stop()
        try await terminal.unplug()
        #expect(throws: SerialProblem(text: "/dev/null is no serial device")) {
            try SerialDevice.open("/dev/null", baud: 9_600, parity: .even)
        }
        #expect(throws: SerialProblem(text: "a device has no 7200 bits per second")) {
            try SerialDevice.open("/dev/null", baud: 7_200, parity: .even)
        }
    }
}

extension PseudoTerminal {
    /// Holds what the device is set to now against a rate and a parity.
    func expect(_ speed: speed_t, _ parity: Parity, sourceLocation: SourceLocation = #_sourceLocation) {
        var mode = mode
        let (input, characters) = (mode.c_iflag, mode.c_cflag)
        #expect(cfgetispeed(&mode) == speed && cfgetospeed(&mode) == speed, "\(parity)", sourceLocation: sourceLocation)
        #expect(characters & tcflag_t(CSIZE | CSTOPB) == tcflag_t(CS8) && mode.c_lflag == 0, "\(parity)", sourceLocation: sourceLocation)
        #expect((input & tcflag_t(INPCK) != 0) == (parity != .none), "\(parity)", sourceLocation: sourceLocation)
        #expect((characters & tcflag_t(PARODD) != 0) == (parity == .odd), "\(parity)", sourceLocation: sourceLocation)
    }
}
