import MeterWire

/// One concentrator: takes bytes from its connections, finds the frames in them and gives each to the line of its meter.
struct ConcentratorMachine: Sendable {
    /// The receiver of a meter wants this many bytes, wake-up bytes included.
    private static let shortestHeard = 14
    /// A half frame is dropped after this silence.
    private static let halfFrameTime: Milliseconds = 5_000

    private struct Connection: Sendable {
        var parser = FrameParser()
        /// Bytes since the last frame that belong to none.
        var surplus = 0
        var lastHeard = Milliseconds.min
        /// What waits for the next piece, to leave with it: bytes of a connection never overtake each other.
        var held: (bytes: [UInt8], until: Milliseconds)?
    }

    private(set) var buses: [BusLine]
    private var connections: [Int: Connection] = [:]

    init(buses: [BusLine]) {
        self.buses = buses
    }

    var wakeAt: Milliseconds? {
        let held = connections.values.lazy.compactMap { $0.held?.until }.min()
        return [buses.lazy.compactMap(\.wakeAt).min(), held].compactMap { $0 }.min()
    }

    mutating func open(connection: Int) {
        connections[connection] = Connection()
    }

    mutating func close(connection: Int) {
        connections[connection] = nil
        for index in buses.indices { buses[index].forget(connection: connection) }
    }

    mutating func receive(_ bytes: [UInt8], connection: Int, now: Milliseconds, field: Field) {
        guard var state = connections[connection] else { return }
        if state.parser.pendingCount > 0, now - state.lastHeard >= Self.halfFrameTime {
            state.parser.reset()
            state.surplus = 0
        }
        state.lastHeard = now
        state.surplus += bytes.count
        var foundFrame = false
        for case .frame(let frame) in state.parser.receive(bytes) {
            foundFrame = true
            let length = Frame.overhead + frame.data.count
            let isHeard = state.surplus >= Self.shortestHeard
            state.surplus = max(0, state.surplus - length)
            guard isHeard, !frame.control.isAnswer else { continue }
            route(frame, connection: connection, now: now, field: field)
        }
        if foundFrame { state.surplus = min(state.surplus, state.parser.pendingCount) }
        connections[connection] = state
    }

    /// A meter's own address goes to its line; an address that several meters may hear goes to all lines.
    private mutating func route(_ frame: Frame, connection: Int, now: Milliseconds, field: Field) {
        let request = MeterRequest(address: frame.address.wireBytes, control: frame.control.rawValue, data: frame.data)
        let waiting = BusLine.Waiting(
            request: request, bytes: 4 + Frame.overhead + frame.data.count, connection: connection, arrived: now)
        if frame.address.isBroadcast || frame.address.hasWildcardPairs {
            for index in buses.indices { buses[index].enqueue(waiting) }
        } else if let position = field.position(of: request.address),
            let index = buses.firstIndex(where: { $0.positions.contains(position) })
        {
            buses[index].enqueue(waiting)
        }
    }

    mutating func run(until now: Milliseconds, field: inout Field, faults: FaultPlan) -> FieldStep {
        var step = FieldStep()
        var parts: [LinePart] = []
        for index in buses.indices {
            buses[index].run(until: now, field: &field, faults: faults.faults(on: buses[index].name), into: &step, &parts)
        }
        for part in parts { leave(part, into: &step) }
        for (connection, state) in connections.sorted(by: { $0.key < $1.key }) {
            guard let held = state.held, held.until <= now else { continue }
            connections[connection]?.held = nil
            step.outputs.append(.send(connection: connection, bytes: held.bytes))
        }
        step.wakeAt = wakeAt
        return step
    }

    private mutating func leave(_ part: LinePart, into step: inout FieldStep) {
        switch part.output {
        case .send(let connection, let bytes):
            guard let state = connections[connection] else { return }
            let waiting = state.held?.bytes ?? []
            if let hold = part.hold {
                connections[connection]?.held = (waiting + bytes, state.held?.until ?? part.at + hold)
            } else {
                connections[connection]?.held = nil
                step.outputs.append(.send(connection: connection, bytes: waiting + bytes))
            }
        case .cut(let connection):
            guard connections[connection] != nil else { return }
            connections[connection]?.held = nil
            step.outputs.append(part.output)
        }
    }
}
