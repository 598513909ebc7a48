public import Foundation

/// What a field server needs to know.
public struct FieldConfiguration: Sendable {
    /// Where the meters' memory is kept; nil keeps it nowhere, for measurements and tests.
    public var folder: URL?
    /// The campus to begin with when the folder holds none; nil goes on with the one in the folder.
    public var campus: SimulatedCampus?
    /// Time of the simulated world.
    public var clock: ScaledClock
    /// Ports by concentrator. Missing ones and 0 take the port of the last run, else a free one.
    public var ports: [Int] = []
    /// False answers at once instead of at the speed of the line.
    public var isPaced = true
    /// What goes wrong besides the scene of the campus.
    public var faults = FaultPlan()
    /// Whether the scene of the campus, a silent meter and a noisy bus, is played.
    public var playsScene = true
    /// Stop after this many seconds without connection; nil runs on.
    public var idleLimit: Int? = 600
    /// Seconds of true time after which the server asks itself whether a snapshot is worth it.
    public var snapshotInterval = 60

    /// Makes a configuration.
    public init(folder: URL?, campus: SimulatedCampus?, clock: ScaledClock) {
        self.folder = folder
        self.campus = campus
        self.clock = clock
    }
}

/// Where a concentrator listens.
public struct FieldEndpoint: Hashable, Sendable, Codable {
    /// Name of the concentrator, for example `C1`.
    public let concentrator: String
    /// Always `127.0.0.1`.
    public let host: String
    /// TCP port.
    public let port: Int
}

/// Why a field server ended.
public enum FieldEnd: Hashable, Sendable {
    /// It was told to.
    case stopped
    /// Nobody was connected for too long.
    case idle
    /// A command could not be saved; it was not answered. With the system's words.
    case cannotSave(String)
}
