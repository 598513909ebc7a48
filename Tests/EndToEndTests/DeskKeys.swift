// The ways through the console that several tests take, key by key.
import Foundation
import Testing

extension TmuxTerminal {
    /// From the wall to a room by the digits on its door.
    func openRoom(_ digits: String) throws {
        try wait("the wall, live") { $0.contains("Building 3") && $0.contains("LIVE") }
        for digit in digits { try type("\(digit)") }
        try wait(for: "go to \(digits)")
        try type("Enter")
        try wait(for: "meter 000000000\(digits)")
    }

    /// From the wall to a top-up of room 3-418 with its amount typed, and nothing more.
    func typeTopUp() throws {
        try openRoom("418")
        try type("t")
        try wait(for: "10.00 to 500.00")
        try type("5", "0")
        try wait("the amount") { $0.contains(/amount +50/) }
    }

    /// From the wall to the preview of a top-up of 50 yuan for room 3-418.
    func previewTopUp() throws {
        try typeTopUp()
        try type("Enter")
        try wait(for: "+90.90")
        try wait(for: "posts this sale")
    }

    /// On the room's screen until every one of so many top-ups in its journal was proven at the meter.
    func waitForProof(of count: Int) throws {
        try wait("\(count) top-ups that are proven") { screen in
            let topUps = screen.split(separator: "\n").filter { $0.contains(#/[0-9] +top-up /#) }
            return topUps.count == count && topUps.allSatisfy { $0.contains("METER") }
        }
    }

    /// Leaves by Ctrl-C and yes, and finds the terminal as it was.
    func quit() throws {
        try type("C-c")
        try wait(for: "Leave")
        try type("y")
        try wait(for: "ENDED-0")
        try wait(for: "SANE")
        try expectShellsTerminal()
    }
}

/// A campus of a test, on whose console keys can be played.
protocol PlayableCampus {
    var folder: TemporaryFolder { get }
    var path: String { get }
}

extension DemoFixture: PlayableCampus {}
extension SmallCampus: PlayableCampus {}

extension PlayableCampus {
    /// Plays a script on the console without a terminal to its good end, and answers the last screen.
    @discardableResult
    func play(_ keys: String, _ location: SourceLocation = #_sourceLocation) throws -> String {
        try folder.write("played.keys", keys)
        let played = try Program.run("console", "--script", folder.file("played.keys"), "--dump-frame", "-", "--campus", path)
        #expect(played.status == 0, "\(played.output)\(played.errors)", sourceLocation: location)
        return played.output
    }
}
