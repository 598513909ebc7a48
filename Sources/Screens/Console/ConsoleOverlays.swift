import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Hands a key to what stands before the screen.
    mutating func handle(_ key: Key, in overlay: Overlay) -> [Effect] {
        switch overlay {
        case .chooser(let chooser): return handle(key, in: chooser)
        case .prompt(let prompt): return handle(key, in: prompt)
        case .help(let help): return handle(key, in: help)
        case .palette(let palette): return handle(key, in: palette)
        case .leaving: return handleLeaving(key)
        case .withdrawing(let order): return handleWithdrawing(key, order)
        case .settling(let state): return handle(key, in: state)
        case .typingRefund(let form): return handle(key, in: form)
        case .refunding(let form): return handle(key, in: form)
        case .undoingRoster(let change): return handle(key, undoing: change)
        case .undoingImport(let undo): return handle(key, undoing: undo)
        case .reversing(let form): return handle(key, in: form)
        case .movingResident(let form): return handle(key, in: form)
        case .printing(let question): return handle(key, in: question)
        case .counting(let gate): return handle(key, in: gate)
        case .explaining(let state): return handle(key, in: state)
        case .problem:
            if closes(key) || key == .enter { self.overlay = nil }
            return []
        }
    }

    private func closes(_ key: Key) -> Bool { [.escape, .function(10), .function(12), .control("c")].contains(key) }

    private mutating func handleLeaving(_ key: Key) -> [Effect] {
        switch key.folded {
        case .character("y"), .control("c"): return [.quit]
        case .escape, .function(12), .character("n"): overlay = nil
        default: break
        }
        return []
    }

    private mutating func handleWithdrawing(_ key: Key, _ order: Order) -> [Effect] {
        if closes(key) { overlay = nil }
        guard key.folded == .character("+") else { return [] }
        overlay = nil
        return [.withdraw(order.id)]
    }

    private mutating func handle(_ key: Key, in settling: SettleState) -> [Effect] {
        if key == .control("c") {
            overlay = nil
            return []
        }
        var state = settling
        let outcome = state.handle(key)
        switch outcome {
        case .stays, .refused: overlay = .settling(state)
        case .left: overlay = nil
        case .settled(let settlement):
            overlay = nil
            return [.settle(state.order.id, settlement, reason: state.reason)]
        }
        return outcome == .refused ? [.bell] : []
    }

    private mutating func handle(_ key: Key, in chooser: Chooser) -> [Effect] {
        if closes(key) {
            overlay = nil
            return []
        }
        var chooser = chooser
        let choice = chooser.handle(key.folded)
        overlay = choice == nil ? .chooser(chooser) : nil
        switch choice {
        case .go(let id): return perform(id, nil)
        case .draft(let choice): return choose(choice)
        case .sort(let column): rooms.sort(by: column, desk.shown, now: desk.now)
        case .end(let id, let outcome): overlay = .prompt(Prompt(kind: .caseEnd(id, outcome), field: TextField(limit: 400)))
        case .takeOver(let id): return takeOver(id)
        case .paper(let new): return show(.new(new))
        case .subsidyRows(let choice): subsidy.choose(choice)
        case .refund(let pick): return choose(pick)
        case .printer(let printer, let source):
            overlay = .printing(PrintQuestion(source: source, printer: printer, earlier: papers.printings(of: source)))
        case .void(let entry): return openVoid(entry: entry)
        case .resident(let who): openMove(of: who)
        case nil: break
        }
        return []
    }

    private mutating func handle(_ key: Key, in question: PrintQuestion) -> [Effect] {
        if closes(key) { overlay = nil }
        guard key.folded == .character("+") else { return [] }
        overlay = nil
        say(phrase("Giving it to printer \(question.printer.name)."))
        return [.paper(.print(question.source, printer: question.printer.name))]
    }

    private mutating func handle(_ key: Key, in help: HelpState) -> [Effect] {
        if closes(key) || key == .function(1) {
            overlay = nil
            return []
        }
        var help = help
        let commands = help.commands
        if key == .enter {
            guard let id = help.list.cursor, let command = commands.first(where: { $0.id == id }) else { return [] }
            overlay = nil
            return id == .help ? [] : run(command, nil)
        }
        let isMove = [.up, .down, .pageUp, .pageDown].contains(key)
        if isMove { _ = help.list.handle(key, in: commands.map(\.id)) } else { _ = help.field.handle(key.folded) }
        overlay = .help(help)
        return []
    }

    private mutating func handle(_ key: Key, in prompt: Prompt) -> [Effect] {
        var prompt = prompt
        if closes(key) {
            cancel(prompt)
            return []
        }
        if key == .enter { return accept(prompt) }
        if case .command = prompt.kind, edits(&prompt, key) {
            overlay = .prompt(prompt)
            return []
        }
        if key == .tab, let screen = prompt.kind.filteredScreen, completes(&prompt, on: screen) {
            if case .filter = prompt.kind, let filter = try? readFilter(prompt.field.text.trimmed, for: screen) { show(filter, on: screen) }
            overlay = .prompt(prompt)
            return []
        }
        let outcome = prompt.field.handle(prompt.kind.takesWords ? key : key.folded)
        guard outcome == .taken else { return outcome == .refused ? [.bell] : [] }
        (prompt.message, prompt.isWrong) = ("", false)
        switch prompt.kind {
        case .command, .caseNote, .caseEnd, .gridFile, .rosterFile: break
        case .find(let from): find(&prompt, from: from)
        case .filter(let screen, _): filter(&prompt, on: screen)
        case .markMatching: countMatches(&prompt)
        }
        overlay = .prompt(prompt)
        return []
    }

    /// Esc: as if nothing had been typed.
    private mutating func cancel(_ prompt: Prompt) {
        overlay = nil
        switch prompt.kind {
        case .command, .caseNote, .caseEnd, .markMatching, .gridFile, .rosterFile: break
        case .find(let from): if let from { show(from) }
        case .filter(let screen, let before): show(before, on: screen)
        }
    }

    private mutating func accept(_ prompt: Prompt) -> [Effect] {
        switch prompt.kind {
        case .command: return execute(prompt)
        case .caseNote, .caseEnd: return acceptCaseWords(prompt)
        case .find:
            rooms.search = prompt.field.text
            overlay = nil
        case .filter(let screen, _):
            // Text that is not understood stays to be corrected.
            var prompt = prompt
            filter(&prompt, on: screen)
            overlay = prompt.isWrong ? .prompt(prompt) : nil
            return prompt.isWrong ? [.bell] : []
        case .markMatching: return acceptMatching(prompt)
        case .gridFile, .rosterFile:
            let path = prompt.field.text.trimmed
            guard !path.isEmpty else { return [.bell] }
            overlay = nil
            return prompt.kind == .gridFile ? [.grid(.file(path))] : readRoster(path)
        }
        return []
    }

    private mutating func filter(_ prompt: inout Prompt, on screen: ScreenKind) {
        do {
            show(try readFilter(prompt.field.text.trimmed, for: screen), on: screen)
        } catch {
            (prompt.message, prompt.isWrong) = (error.sentence, true)
        }
    }

    /// Says while it is typed how many rooms a filter would mark.
    private func countMatches(_ prompt: inout Prompt) {
        do {
            let filter = try readFilter(prompt.field.text.trimmed, for: .rooms)
            prompt.message = filter.isEmpty ? FilterVocabulary.rooms.list : phrase("\(shownRooms(matching: filter).count) rooms match")
        } catch {
            (prompt.message, prompt.isWrong) = (error.sentence, true)
        }
    }

    private mutating func acceptMatching(_ prompt: Prompt) -> [Effect] {
        guard let filter = try? readFilter(prompt.field.text.trimmed, for: .rooms), !filter.isEmpty else { return [.bell] }
        overlay = nil
        let count = mark(matching: filter)
        if count == 0 { return refuse(phrase("No room that is shown matches \(filter.text).")) }
        say(phrase("\(count) rooms marked by \(filter.text)"))
        return []
    }

    private mutating func find(_ prompt: inout Prompt, from: RoomID?) {
        let text = prompt.field.text.trimmed
        guard !text.isEmpty else {
            if let from { show(from) }
            return
        }
        if let room = search(text, from: from, step: 1, including: true) {
            show(room)
        } else {
            (prompt.message, prompt.isWrong) = (phrase("no room has it in its name"), true)
        }
    }

    /// The next room with a text in its name, around the end and on.
    func search(_ text: String, from: RoomID?, step: Int, including: Bool) -> RoomID? {
        let all = screen == .wall ? desk.shown.ids : rooms.order
        guard !all.isEmpty else { return nil }
        let start =
            screen == .wall ? wall.place : from == rooms.list.cursor ? rooms.list.index : from.flatMap { all.firstIndex(of: $0) } ?? 0
        let origin = screen == .wall ? from.flatMap { desk.shown.place(of: $0) } ?? start : start
        let found = desk.shown.rooms(named: text)
        guard !found.isEmpty else { return nil }
        for offset in (including ? 0 : 1)..<(all.count + 1) {
            let index = (origin + step * offset + 2 * all.count) % all.count
            if found.contains(all[index]) { return all[index] }
        }
        return nil
    }
}

extension String {
    /// Without spaces at either end.
    var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
