/// A campus in a box: which concentrators, buses and meters there are, who lives behind them, and what the meters held when its
/// life began.
///
/// The description is a value that can be saved; ``make(_:)`` makes one from a seed, ``Field/init(_:)`` brings it to life.
public struct SimulatedCampus: Hashable, Sendable, Codable {
    /// What the campus was made from.
    public let plan: CampusPlan
    /// The TCP endpoints, in order of their names.
    public let concentrators: [SimulatedConcentrator]
    /// Disturbances that belong to the scene: one silent meter, one noisy bus; empty for campuses of fewer than 20 rooms.
    public let scene: FaultPlan

    /// Every meter of the campus, households and supplies, in order of concentrator, bus and place on it.
    public var meters: [SimulatedMeter] {
        concentrators.flatMap { $0.buses.flatMap(\.meters) }
    }
}

/// A concentrator: one TCP endpoint with buses behind it.
public struct SimulatedConcentrator: Hashable, Sendable, Codable {
    /// For example `C1`.
    public let name: String
    /// One to four.
    public let buses: [SimulatedBus]
}

/// One RS-485 line.
public struct SimulatedBus: Hashable, Sendable, Codable {
    /// From 1, by concentrator.
    public let number: Int
    /// Bits per second; a character has 11.
    public let baud: Int
    /// In order of their places.
    public let meters: [SimulatedMeter]
}

/// One meter of the campus: plate, place, people and first state.
public struct SimulatedMeter: Hashable, Sendable, Codable {
    /// What is fixed from the factory: address, program, unit, phases, constant, CT ratio, serial number.
    public let settings: MeterSettings
    /// What it measures.
    public let place: SimulatedPlace
    /// Customer number in the meter, twelve digits.
    public let customer: String
    /// What it held at ``CampusPlan/start``.
    public let initial: InitialState
    /// Purchases between ``CampusPlan/start`` and ``CampusPlan/now``, in order of time.
    public let pastPurchases: [PastPurchase]
    /// For the people of the room.
    public let seed: UInt64
}

/// What a meter measures.
public enum SimulatedPlace: Hashable, Sendable, Codable {
    /// A household: building `3`, floor 4, room `3-418`, circuit `main`; beds and how many of them are taken; the multi-user device
    /// that the meter is a part of, and its place in it from 1.
    case room(building: String, floor: Int, room: String, circuit: String, beds: Int, residents: Int, device: Int, slot: Int)
    /// The supply of a building: it measures the sum of the households and a small loss.
    case supply(building: String)
}

extension SimulatedMeter {
    /// The room, nil for a supply meter.
    public var room: String? {
        if case .room(_, _, let room, _, _, _, _, _) = place { room } else { nil }
    }

    /// The building.
    public var building: String {
        switch place {
        case .room(let building, _, _, _, _, _, _, _): building
        case .supply(let building): building
        }
    }

    /// The profile name by which the office speaks to it.
    public var profile: String { settings.kind.rawValue }
}

/// What a meter held when the life of its campus began; amounts in 0.01 of its unit, the register in 0.01 kWh.
public struct InitialState: Hashable, Sendable, Codable {
    /// Energy register before the CT ratio.
    public var register: Int64
    /// Purchased balance.
    public var balance: Int64
    /// Purchase count.
    public var count: Int
    /// Everything that was ever bought.
    public var totalBought: Int64
}
