// The copies of the books that a campus keeps: every one that has a name for good must be whole.
import Foundation
import Operations
import Store
import Testing

enum Copies {
    /// The names in a folder of copies; none where there is no such folder.
    static func names(in folder: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

    static func isNamedForGood(_ name: String) -> Bool { name.hasPrefix("books-") && name.hasSuffix(".sqlite") }

    /// Opens and verifies each, somewhere else; answers how many there are.
    static func verify(in folder: String, _ name: String) throws -> Int {
        let copies = names(in: folder).filter(isNamedForGood)
        for copy in copies {
            let place = try TemporaryFolder()
            try FileManager.default.copyItem(atPath: folder + "/" + copy, toPath: place.file("books.sqlite"))
            #expect(try SQLiteBooks.open(in: CampusFolder(place.path)).verify().findings == [], "\(name): \(copy)")
        }
        return copies.count
    }
}
