import Domain
import Phrases

/// Who has which device and which registration, so that no two concentrators can be taken for each other.
///
/// Several may be dialled at one address, and several without a registration may dial in to one port: their meters tell them apart.
struct EndpointOwners {
    /// The registrations of one port, by their length: what is the same or part of another is found without comparing each with each.
    private struct Registrations {
        private var owners: [Int: [[UInt8]: ConcentratorID]] = [:]

        /// Who else has a text that is the same as this one, part of it, or has it as a part.
        func conflict(with text: [UInt8], of owner: ConcentratorID) -> ConcentratorID? {
            for (length, known) in owners.sorted(by: { $0.key < $1.key }) {
                let found =
                    length <= text.count
                    ? (0...(text.count - length)).lazy.compactMap { known[Array(text[$0..<($0 + length)])] }.first { $0 != owner }
                    : known.filter { $0.value != owner && Self.is(text, in: $0.key) }.values.min()
                if let found { return found }
            }
            return nil
        }

        mutating func add(_ text: [UInt8], of owner: ConcentratorID) { owners[text.count, default: [:]][text] = owner }

        private static func `is`(_ part: [UInt8], in whole: [UInt8]) -> Bool {
            (0...(whole.count - part.count)).contains { whole[$0...].starts(with: part) }
        }
    }

    private var devices: [String: ConcentratorID] = [:]
    private var registered: [Endpoint: Registrations] = [:]
    /// Who listens first at each address of a port.
    private var listening: [Int: [String: ConcentratorID]] = [:]

    /// - Parameter named: those that the file says anew.
    init(_ concentrators: some Collection<Concentrator>, except named: Set<String>) {
        for concentrator in concentrators where !named.contains(concentrator.id.text) { _ = add(concentrator) }
    }

    /// - Returns: why it can not be beside another, in words; then nothing was added.
    mutating func add(_ concentrator: Concentrator) -> String? {
        switch try? concentrator.endpointText().endpoint {
        case .device(let path):
            if let owner = devices[path], owner != concentrator.id { return phrase("\(owner) has the same device") }
            devices[path] = concentrator.id
        case .listen(let address, let port, let text):
            if let conflict = conflict(at: address, port, concentrator.id) { return conflict }
            let place = Endpoint.listen(address: address, port: port, registration: [])
            if !text.isEmpty {
                if let other = registered[place]?.conflict(with: text, of: concentrator.id) {
                    return phrase("on the same port \(other) has an id that is the same or part of it")
                }
                registered[place, default: Registrations()].add(text, of: concentrator.id)
            }
            listening[port, default: [:]][address, default: concentrator.id] = concentrator.id
        case .dial, nil: break
        }
        return nil
    }

    /// The system lets nobody listen at one address of a port while somebody listens at all of them.
    private func conflict(at address: String, _ port: Int, _ id: ConcentratorID) -> String? {
        let found = (listening[port] ?? [:]).filter { $0.value != id && Self.overlap($0.key, address) }.min { $0.key < $1.key }
        return found.map { other, owner in
            phrase("\(owner) dials in to that port at \(other); nothing can listen at \(address) beside it: write one address for both")
        }
    }

    private static func overlap(_ one: String, _ other: String) -> Bool {
        guard one != other else { return false }
        return [one, other].contains("::") || [one, other].contains("0.0.0.0") && !one.contains(":") && !other.contains(":")
    }
}
