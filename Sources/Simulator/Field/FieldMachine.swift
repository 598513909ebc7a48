/// All concentrators of a campus as one machine without sockets, files or clock.
///
/// The owner tells it of connections and bytes, and of the time; it returns what must be saved, what leaves, and when it wants to be
/// asked again. The same calls give the same bytes. Connections are numbers that the owner chooses, unique over all concentrators.
public struct FieldMachine: Sendable {
    /// The meters.
    public private(set) var field: Field
    /// What goes wrong; may be changed at any time.
    public var faults: FaultPlan

    private var concentrators: [ConcentratorMachine]
    private var homes: [Int: Int] = [:]

    /// Puts lines between the meters of a field and its connections.
    ///
    /// - Parameters:
    ///   - isPaced: false answers at once, for measurements of other things than the line.
    ///   - faults: what goes wrong besides the scene of the campus; nil takes the scene alone.
    public init(_ field: Field, isPaced: Bool = true, faults: FaultPlan? = nil) {
        self.field = field
        self.faults = faults ?? field.campus.scene
        var position = 0
        let luck = SeededHash(field.campus.plan.seed).branch(0xFA17)
        concentrators = field.campus.concentrators.map { concentrator in
            ConcentratorMachine(
                buses: concentrator.buses.map { bus in
                    let positions = Set(position..<position + bus.meters.count)
                    position += bus.meters.count
                    return BusLine(
                        name: BusName(concentrator: concentrator.name, number: bus.number), baud: bus.baud, positions: positions,
                        isPaced: isPaced, chance: luck.branch(UInt64(positions.min() ?? 0)))
                })
        }
    }

    /// Tells of a new connection to a concentrator, counted from 0 in the order of the campus.
    public mutating func open(connection: Int, concentrator: Int) {
        guard concentrators.indices.contains(concentrator) else { return }
        homes[connection] = concentrator
        concentrators[concentrator].open(connection: connection)
    }

    /// Tells that a connection ended; what a meter already heard is obeyed.
    public mutating func close(connection: Int) {
        guard let home = homes.removeValue(forKey: connection) else { return }
        concentrators[home].close(connection: connection)
    }

    /// Takes bytes from a connection and does what is due at its concentrator.
    public mutating func receive(_ bytes: [UInt8], connection: Int, now: Milliseconds) -> FieldStep {
        guard let home = homes[connection] else { return FieldStep() }
        concentrators[home].receive(bytes, connection: connection, now: now, field: field)
        return step(concentrator: home, now: now)
    }

    /// Does what is due at a concentrator.
    public mutating func step(concentrator: Int, now: Milliseconds) -> FieldStep {
        guard concentrators.indices.contains(concentrator) else { return FieldStep() }
        return concentrators[concentrator].run(until: now, field: &field, faults: faults)
    }

    /// Does what is due at every concentrator, in their order.
    public mutating func step(now: Milliseconds) -> FieldStep {
        var all = FieldStep()
        for concentrator in concentrators.indices {
            let one = step(concentrator: concentrator, now: now)
            all.journal += one.journal
            all.outputs += one.outputs
        }
        all.wakeAt = wakeAt
        return all
    }

    /// When the next concentrator wants a step; nil when all wait for bytes.
    public var wakeAt: Milliseconds? {
        concentrators.lazy.compactMap(\.wakeAt).min()
    }

    /// Brings all meters to a moment, as before a snapshot.
    public mutating func advance(to moment: Milliseconds) {
        field.advance(to: moment)
    }

    /// Puts a new meter in the place of another one; see ``Field/exchange(_:at:)``.
    mutating func exchange(_ wish: ExchangeWish, at moment: Milliseconds) throws -> ExchangeResult {
        try field.exchange(wish, at: moment)
    }

    /// Reads a meter directly, not over the line; see ``Field/sample(_:at:)``.
    public mutating func sample(_ address: String, at moment: Milliseconds) -> MeterSample? {
        field.sample(address, at: moment)
    }
}
