// Protects the row under the cursor: whatever happens to a list, keys act on what the operator was looking at.
// How: lists that are moved through, sorted, shortened and emptied between two looks; and random changes from a printed seed.
import Seeded
import Terminal
import Testing

struct ListStateTests {
    private func state(_ rows: [Int], at row: Int, height: Int = 5) -> ListState<Int> {
        var state = ListState<Int>()
        state.reconcile(with: rows, height: height)
        state.move(to: row, in: rows)
        return state
    }

    @Test func theCursorStaysOnItsRowAndItsLineWhenTheOrderChanges() {
        let rows = Array(100..<140)
        var state = state(rows, at: 20)
        let line = state.cursorLine
        state.reconcile(with: rows.reversed(), height: 5)
        #expect(state.cursor == 120 && state.index == 19 && state.cursorLine == line)
        let later = [1, 2, 3] + rows
        state.reconcile(with: later, height: 5)
        #expect(state.cursor == 120 && state.index == 23 && state.cursorLine == line)
    }

    @Test func aRowThatIsGoneHandsTheCursorToItsPlace() {
        let rows = Array(0..<10)
        var state = state(rows, at: 4)
        state.reconcile(with: rows.filter { $0 != 4 }, height: 5)
        #expect(state.cursor == 5 && state.index == 4)
        state.reconcile(with: [0, 1, 2], height: 5)
        #expect(state.cursor == 2)
        state.reconcile(with: [Int](), height: 5)
        #expect(state.cursor == nil && state.visible.isEmpty && state.cursorLine == nil)
        state.reconcile(with: [7, 8], height: 5)
        #expect(state.cursor == 7)
    }

    @Test func keysMoveAsInEveryList() {
        let rows = Array(0..<30)
        var state = state(rows, at: 0, height: 10)
        func press(_ keys: Key...) -> Int? {
            for key in keys {
                let isTaken = state.handle(key, in: rows)
                #expect(isTaken)
            }
            return state.cursor
        }
        #expect(press(.up) == 0)
        #expect(press(.down, .character("j"), .character("k")) == 1)
        #expect(press(.pageDown) == 10 && state.visible == 1..<11)
        #expect(press(.end, .down) == 29 && state.visible == 20..<30)
        #expect(press(.pageUp) == 20)
        #expect(press(.control("u"), .control("d"), .home) == 0)
        let before = state
        var isTaken = state.handle(.enter, in: rows)
        #expect(!isTaken && state == before)
        isTaken = state.select(17, in: rows)
        #expect(isTaken && state.cursor == 17)
        isTaken = state.select(99, in: rows)
        #expect(!isTaken && state.cursor == 17)
    }

    @Test(arguments: [([], [1, 2, 3]), ([1, 2, 3], []), ([2], [1, 3]), ([9], [1, 2, 3, 9]), ([1, 3, 9], [2, 9])])
    func marksAreTurnedAround(_ before: [Int], _ after: [Int]) {
        var state = ListState(cursor: 1)
        state.mark(before)
        state.invertMarks(of: [1, 2, 3])
        #expect(state.marks.sorted() == after, "9 is not in the list and keeps its mark")
    }

    @Test func marksAreOfRowsNotOfPlaces() {
        var rows = Array(0..<6)
        var state = state(rows, at: 2)
        state.toggleMark()
        state.mark([5, 4])
        rows = [5, 3, 2, 1]
        state.reconcile(with: rows, height: 5)
        let marked = state.marked(in: rows)
        #expect(marked.rows == [5, 2] && marked.missing == 1)
        state.toggleMark()
        #expect(state.marks == [4, 5])
        state.unmarkAll()
        #expect(state.marks.isEmpty)
    }

    @Test func randomChangesKeepTheCursorInView() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        var rows = Array(0..<40)
        var state = state(rows, at: 0)
        for round in 0..<3_000 {
            let cursor = state.cursor
            switch Int.random(in: 0...5, using: &random) {
            case 0: rows.shuffle(using: &random)
            case 1: rows.removeAll { _ in Int.random(in: 0...9, using: &random) == 0 }
            case 2: rows.insert((rows.max() ?? 0) + 1, at: Int.random(in: 0...rows.count, using: &random))
            default: state.move(by: Int.random(in: -15...15, using: &random), in: rows)
            }
            let moved = state.cursor
            state.reconcile(with: rows, height: Int.random(in: 0...12, using: &random))
            let isRight = rows.isEmpty ? state.cursor == nil : rows[state.index] == state.cursor && state.visible.contains(state.index)
            let isKept = cursor != moved || cursor.map { !rows.contains($0) || state.cursor == $0 } ?? true
            let isFull = state.visible.count == min(state.height, rows.count)
            guard isRight, isKept, isFull else {
                Issue.record("seed \(seed) round \(round): \(state) in \(rows)")
                return
            }
        }
    }
}
