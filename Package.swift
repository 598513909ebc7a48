// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "dormwatt",
    products: [
        .executable(name: "dormwatt", targets: ["dormwatt"]),
        // For the benchmark of allocations: what is to be loaded before all other libraries.
        .library(name: "CountedMemory", type: .dynamic, targets: ["CountedMemory"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        // Pure: the office, and how it decides.
        .target(name: "Phrases"),
        .target(name: "Domain", dependencies: ["Phrases"]),
        .target(name: "Operations", dependencies: ["Domain", "Phrases"]),
        // Meters.
        .target(name: "MeterWire", dependencies: ["Phrases"]),
        .target(name: "Concentrator", dependencies: ["Domain", "Operations", "MeterWire", "Phrases"] + nio),
        .target(name: "Simulator", dependencies: ["MeterWire", "Phrases"] + nio),
        // Files.
        .target(name: "Store", dependencies: ["Domain", "Operations", "Phrases", grdb, sqlite, crypto]),
        .target(name: "Settings", dependencies: ["Domain", "Operations", "Phrases", "Terminal", toml]),
        // Paper.
        .target(name: "Reports", dependencies: ["Domain", "Phrases", "TextLayout"]),
        .target(name: "CPaper"),
        .target(name: "Paper", dependencies: ["Domain", "Phrases", "Reports", "TextLayout", "CPaper"]),
        // The console.
        .target(name: "TextLayout"),
        .target(name: "Terminal", dependencies: ["TextLayout"]),
        .target(name: "Screens", dependencies: ["Domain", "Operations", "Phrases", "Terminal", "TextLayout"]),
        .target(
            name: "CCurses", cSettings: [.define("_XOPEN_SOURCE_EXTENDED"), .define("_GNU_SOURCE")],
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(name: "Curses", dependencies: ["CCurses", "Phrases", "Terminal"]),
        // The program.
        .systemLibrary(name: "CMemory"),
        .executableTarget(
            name: "dormwatt",
            dependencies: [
                "Domain", "Operations", "MeterWire", "Concentrator", "Simulator", "Store", "Settings", "TextLayout", "Terminal",
                "Screens", "Curses", "Reports", "Paper", "Phrases", "CMemory", arguments, logging,
            ] + nio),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Domain", "Operations", "MeterWire", "Concentrator", "Simulator", "Store", "Reports", "Paper", "Terminal", "Screens",
                "BooksContract", "Seeded",
            ] + nio,
            path: "Benchmarks", exclude: ["peers", "requirements.txt", "CountedMemory", "terminal_bytes.py"]),
        .target(name: "CountedMemory", path: "Benchmarks/CountedMemory"),
        // Tests: one folder a module, then whole ways through the program.
        .target(name: "Seeded", path: "Tests/Seeded"),
        .target(name: "BooksContract", dependencies: ["Domain", "Operations"], path: "Tests/BooksContract"),
        // The simulation of deliveries: the auditor's eyes, which share no code with the product; the campus; the program of `make test`.
        .target(name: "Reality", path: "Tests/Simulation/Reality"),
        .target(
            name: "DeliverySimulation", dependencies: ["Domain", "Operations", "BooksContract", "Reality", "Seeded"],
            path: "Tests/Simulation/Play"),
        .executableTarget(
            name: "simulation", dependencies: ["Domain", "Operations", "Store", "BooksContract", "DeliverySimulation", "Reality"],
            path: "Tests/Simulation/Run"),
        // An hour of a large campus with every fault of the field, for the soak.
        .executableTarget(
            name: "hour", dependencies: ["Domain", "Operations", "MeterWire", "Concentrator", "Simulator", "Store", "Seeded"],
            path: "Tests/Simulation/Hour"),
        .testTarget(name: "DomainTests", dependencies: ["Domain", "Seeded"]),
        .testTarget(name: "PhrasesTests", dependencies: ["Phrases", "Screens", "Settings"]),
        .testTarget(name: "OperationsTests", dependencies: ["Domain", "Operations", "BooksContract", "Seeded"]),
        .testTarget(name: "MeterWireTests", dependencies: ["MeterWire", "Phrases", "Seeded"]),
        .testTarget(
            name: "ConcentratorTests", dependencies: ["Domain", "Operations", "MeterWire", "Concentrator", "Phrases", "Seeded"] + nio),
        .testTarget(name: "SimulatorTests", dependencies: ["MeterWire", "Simulator"] + nio),
        .testTarget(
            name: "StoreTests", dependencies: ["Domain", "Operations", "Phrases", "Store", "BooksContract", "Seeded", grdb, crypto]),
        .testTarget(name: "SettingsTests", dependencies: ["Domain", "Operations", "Settings", "Terminal", "Seeded"]),
        .testTarget(name: "ReportsTests", dependencies: ["Domain", "Phrases", "Reports", "Settings", "TextLayout", "Seeded"]),
        // The headers of the libraries that papers open late, for the tests alone: a package that the program depended on would be linked.
        .systemLibrary(
            name: "CPango", path: "Tests/CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev", "libcups2-dev"])]),
        .target(name: "PaperFace", dependencies: ["CPaper", "CPango"], path: "Tests/PaperFace"),
        .testTarget(name: "PaperTests", dependencies: ["Paper", "PaperFace", "Phrases", "Reports", "Settings"]),
        .testTarget(name: "TextLayoutTests", dependencies: ["TextLayout", "Seeded"]),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "TextLayout", "Seeded"]),
        .testTarget(name: "CursesTests", dependencies: ["Curses", "Terminal"]),
        .testTarget(
            name: "ScreensTests",
            dependencies: ["Domain", "Operations", "Phrases", "Screens", "Settings", "Terminal", "TextLayout", "Seeded"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "ScenarioTests",
            dependencies: ["Domain", "Operations", "MeterWire", "Concentrator", "Simulator", "BooksContract", "Store", "Seeded"]),
        .testTarget(name: "EndToEndTests", dependencies: ["Seeded"]),
        .testTarget(name: "CrashTests", dependencies: ["Domain", "Operations", "Store", "Seeded", grdb]),
        .testTarget(
            name: "InteropTests",
            dependencies: ["Domain", "Operations", "Store", "MeterWire", "Concentrator", "Simulator", "BooksContract", "Seeded"] + nio),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

for target in package.targets where !["CCurses", "CPaper", "CPango", "PaperFace", "CMemory", "CountedMemory"].contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}
