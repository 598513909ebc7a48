import Operations
import Phrases
import Terminal

extension Console {
    /// How far the books reach, and how old the last good copy in each place is: one line of the screen of the equipment.
    func drawCopies(in frame: inout Frame) {
        guard let copies = desk.copies else { return }
        let figures = Figures(glyphs: frame.glyphs)
        var runs: [Run] = [
            (phrase("books "), .dim), (figures.count(Int(copies.entries)), .text), (phrase(" entries, head "), .dim), (copies.head, .text),
        ]
        for place in copies.places {
            runs += [
                ("   \(place.spokenName) ", .dim), (place.reaches.map { Age.text(of: $0, at: desk.now) } ?? phrase("none"), place.role),
            ]
        }
        let row = size.rows - 8
        frame.runs(runs, 1, row, width: size.columns - 2)
        guard let place = copies.places.first(where: { $0.trouble != nil }), let trouble = place.spokenTrouble else { return }
        frame.text(phrase("No copy in \(place.spokenName): \(trouble)"), 1, row - 1, .stateCut, width: size.columns - 2)
    }
}

extension CopiesStanding.Place {
    /// How the age is drawn.
    fileprivate var role: Role { trouble != nil ? .stateCut : reaches == nil ? .stateLow : .text }
}
