import Domain
import MeterWire
import NIOCore
import NIOPosix
import Operations

/// The ports to which concentrators dial in; lives on the collector's event loop.
final class DialInPorts {
    /// Where to listen.
    struct Place: Hashable {
        let address: String
        let port: Int
    }

    private let loop: any EventLoop
    private let clock: any OfficeClock
    private let delay: Collector.Delay
    private var ports: [Place: DialInPort] = [:]

    init(loop: any EventLoop, clock: any OfficeClock, delay: @escaping Collector.Delay) {
        self.loop = loop
        self.clock = clock
        self.delay = delay
    }

    /// Takes over who dials in where; a port at which nobody is expected any more is closed.
    func arrange(
        _ concentrators: [Domain.Concentrator], _ meters: (ConcentratorID) -> [MeterPoint],
        lineOf: @escaping (ConcentratorID) -> ConcentratorLine?
    ) {
        var expected: [Place: [DialInRoster.Entry]] = [:]
        for concentrator in concentrators {
            guard case .listen(let address, let port, let registration) = try? concentrator.endpointText().endpoint else { continue }
            let addresses = Set(meters(concentrator.id).compactMap { MeterAddress($0.id.text) })
            expected[Place(address: address, port: port), default: []].append(
                DialInRoster.Entry(id: concentrator.id, registration: registration, meters: addresses))
        }
        for (place, port) in ports where expected[place] == nil {
            port.close()
            ports[place] = nil
        }
        for (place, entries) in expected {
            let port = ports[place] ?? DialInPort(place, loop: loop, clock: clock, delay: delay, lineOf: lineOf)
            ports[place] = port
            port.expect(DialInRoster(entries))
        }
    }

    /// Listens there, if nobody does so far.
    func open(_ place: Place) -> EventLoopFuture<Void> {
        ports[place]?.open() ?? loop.makeFailedFuture(ChannelError.alreadyClosed)
    }

    /// A line waits: it gets the connection that was dialled in for it meanwhile, if there is one.
    func offer(to line: ConcentratorLine, _ id: ConcentratorID, at place: Place) { ports[place]?.offer(to: line, id) }

    /// Ends everything.
    func close() {
        for port in ports.values { port.close() }
        ports = [:]
    }
}
