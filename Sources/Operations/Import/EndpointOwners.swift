import Domain
import Phrases

/// Who has which device and which registration, so that no two concentrators can be taken for each other.
///
/// Several may be dialled at one address, and several without a registration may dial in to one port: their meters tell them apart.
struct EndpointOwners {
    private struct Registered {
        let place: Endpoint
        let text: [UInt8]
        let owner: ConcentratorID
    }

    private var devices: [String: ConcentratorID] = [:]
    private var registered: [Registered] = []

    /// - Parameter named: those that the file says anew.
    init(_ concentrators: some Collection<Concentrator>, except named: Set<String>) {
        for concentrator in concentrators where !named.contains(concentrator.id.text) { _ = add(concentrator) }
    }

    mutating func check(_ concentrator: Concentrator, _ row: CSVRow) throws(ImportProblem) {
        if let conflict = add(concentrator) { throw row.problem("host", conflict) }
    }

    /// - Returns: why it can not be beside another, in words; then nothing was added.
    private mutating func add(_ concentrator: Concentrator) -> String? {
        switch try? concentrator.endpointText().endpoint {
        case .device(let path):
            if let owner = devices[path], owner != concentrator.id { return phrase("\(owner) has the same device") }
            devices[path] = concentrator.id
        case .listen(let address, let port, let text) where !text.isEmpty:
            let place = Endpoint.listen(address: address, port: port, registration: [])
            for other in registered where other.place == place && other.owner != concentrator.id {
                if Self.is(other.text, in: text) || Self.is(text, in: other.text) {
                    return phrase("on the same port \(other.owner) has an id that is the same or part of it")
                }
            }
            registered.append(Registered(place: place, text: text, owner: concentrator.id))
        case .listen, .dial, nil: break
        }
        return nil
    }

    private static func `is`(_ part: [UInt8], in whole: [UInt8]) -> Bool {
        guard part.count <= whole.count else { return false }
        return (0...(whole.count - part.count)).contains { whole[$0...].starts(with: part) }
    }
}
