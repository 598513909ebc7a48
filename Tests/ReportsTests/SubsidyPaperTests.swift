// Protects that a paper about free credit which was made while meters still confirmed it can be written again word for word.
// How: rows of every way, and the rooms that the paper says were open.
import Domain
import Phrases
import Reports
import Testing

struct SubsidyPaperTests {
    private func paper(_ ways: [SubsidyPaper.Way?]) -> Document {
        let rows = ways.enumerated().map { index, way in
            SubsidyPaper.Row(
                building: "3", room: RoomID("3-\(401 + index)"), residents: 4, amount: Energy(hundredths: 24_00), way: way)
        }
        let blocks = SubsidyPaper.blocks(rows, month: Month(of: SamplePapers.day("2026-03-01")), policies: ["basic"])
        return SamplePapers.document(.words("Free electricity"), blocks)
    }

    @Test func theRoomsThatWereOpenAreFoundAgain() {
        #expect(
            SubsidyPaper.unconfirmed(paper([.purse, .unconfirmed, .plain, .both, .books, .unconfirmed])) == [
                RoomID("3-402"), RoomID("3-406"),
            ])
        #expect(SubsidyPaper.unconfirmed(paper([.purse, .plain])).isEmpty)
        #expect(SubsidyPaper.unconfirmed(paper([nil, nil])).isEmpty)
    }
}
