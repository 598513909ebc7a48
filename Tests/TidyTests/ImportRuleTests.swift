// Protects the walls between the modules: which module may import which, and that every library from outside has its importers.
// How: the import lines of every source file are read and held against the table below. The package manager does not check this.
import Testing

struct ImportRuleTests {
    /// Arrows point to Domain. A module that stands here may import what stands beside it, and the standard library.
    private static let allowed: [String: Set<String>] = [
        "Phrases": [],
        "Domain": ["Phrases"],
        "TextLayout": [],
        "MeterWire": ["Phrases"],
        "Operations": ["Domain", "Phrases"],
        "Store": ["Domain", "Operations", "Phrases", "GRDB", "GRDBSQLite", "Crypto"],
        "Settings": ["Domain", "Operations", "Phrases", "Terminal", "TOMLKit"],
        "Concentrator": ["Domain", "Operations", "MeterWire", "Phrases", "NIOCore", "NIOPosix"],
        "Reports": ["Domain", "Phrases", "TextLayout"],
        "Paper": ["Domain", "Phrases", "Reports", "TextLayout", "CPaper"],
        "Terminal": ["TextLayout"],
        "Screens": ["Domain", "Operations", "Phrases", "Terminal", "TextLayout"],
        "Curses": ["CCurses", "Phrases", "Terminal"],
        "Simulator": ["MeterWire", "Phrases", "NIOCore", "NIOPosix"],
        "dormwatt": [
            "Domain", "Operations", "Store", "Settings", "Concentrator", "Simulator", "MeterWire", "TextLayout", "Terminal", "Screens",
            "Curses", "Reports", "Paper", "Phrases", "CMemory", "ArgumentParser", "Logging",
        ],
    ]

    /// Foundation is for the edges; the pure middle does without it.
    private static let edges: Set<String> = ["Store", "Settings", "Paper", "Concentrator", "Simulator", "dormwatt"]

    /// The C library and what comes with the compiler, for the modules that speak to the machine.
    private static let machine: Set<String> = ["Glibc", "Synchronization", "Dispatch"]
    private static let speakToTheMachine: Set<String> = edges.union(["Curses"])

    @Test func everyImportIsInTheTable() throws {
        let files = try Tree.files(under: "Sources")
        #expect(files.count > 50)
        for file in files {
            let allowed = try #require(Self.allowed[file.module], "\(file.module) is not in the table")
            for found in file.imports {
                let isFoundation = found.module == "Foundation" || found.module == "FoundationEssentials"
                let isAllowed =
                    allowed.contains(found.module) || isFoundation && Self.edges.contains(file.module)
                    || Self.machine.contains(found.module) && Self.speakToTheMachine.contains(file.module)
                #expect(isAllowed, "\(file.path):\(found.line): \(file.module) may not import \(found.module)")
            }
        }
    }

    @Test func theTableNamesOnlyModulesThatExist() throws {
        let modules = Set(try Tree.files(under: "Sources").map(\.module))
        #expect(modules == Set(Self.allowed.keys))
    }

    @Test func theReaderOfImportsSeesEveryForm() {
        let lines: [Substring] = [
            "import A", "public import B", "@testable import C", "@preconcurrency public import D", "import struct E.F", "// import G",
            "internal import func H.i",
        ]
        #expect(SourceFile(path: "Sources/X/x.swift", lines: lines).imports.map(\.module) == ["A", "B", "C", "D", "E", "H"])
    }
}
