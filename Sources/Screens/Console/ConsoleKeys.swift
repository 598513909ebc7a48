import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Handles a key: what stands before the screen first, then the table of commands, then the field of the screen.
    mutating func handle(_ key: Key) -> [Effect] {
        switch key {
        case .resize(let size):
            self.size = size
            return []
        case .focus: return []
        case .control("l"): return [.repaint]
        case .control("z"): return [.suspend]
        default: break
        }
        if isTooSmall { return [.character("q"), .function(10), .control("c")].contains(key) ? [.quit] : [] }
        if case .mouse(let event) = key { return handle(event) }
        if case .paste = key, !takesText { return refuse(phrase("Pasted text was dropped: only fields take it.")) }
        if let overlay { return handle(key, in: overlay) }
        if screen == .grid {
            if case .paste = key { return pasteIntoGrid(key) }
            if let effects = typeInGrid(key) { return effects }
        }
        if editsJump(key) { return [] }
        if key.isFromInputMethod { return refuse(phrase("An input method is on: use the function keys, or switch it off.")) }
        if case .planning = topUp?.stage, case .topUp = visits.current, !leavesPlanning(key) { return [] }
        if let command = Command.forKey(key.folded, on: screen) { return run(command, key.folded) }
        if case .shift(let motion) = key, screen == .rooms {
            markOnTheWay(motion)
            return []
        }
        if case .topUp = visits.current { return typeAmount(key) }
        return []
    }

    /// Runs a command if it can be used now, else says why it can not.
    mutating func run(_ command: Command, _ key: Key?) -> [Effect] {
        if isNumberOfNoRoom, Self.actsOnTheRoom.contains(command.id) {
            // The cursor still stands on the room of the digits before; that is not the room that was meant.
            jump.typedAt = desk.now
            return refuse(phrase("No room begins with \(jump.digits). Backspace corrects it, Esc gives it up."))
        }
        if command.id != .jump { jump = Jump() }
        if command.id != .escape { clearsFilterUntil = nil }
        if let reason = availability(command.id).reason { return refuse(reason) }
        return perform(command.id, key)
    }

    private static let actsOnTheRoom: Set<Command.ID> = [.open, .topUp, .read]

    /// Whether digits were typed that no room begins with.
    private var isNumberOfNoRoom: Bool { !jump.digits.isEmpty && jump.matches == 0 }

    /// Whether a field has the keys, so that pasted text has a place to go.
    private var takesText: Bool {
        switch overlay {
        case .prompt, .help, .palette: return true
        case .reversing(let form): return form.field != nil
        case .movingResident(let form): return form.isTyping
        case .settling(let state): if case .reason = state.step { return true } else { return false }
        case .refunding(let form): return form.field != nil
        case .typingRefund: return true
        case .chooser, .leaving, .withdrawing, .printing, .counting, .undoingRoster, .undoingImport,
            .explaining, .problem:
            return false
        case nil:
            if case .topUp = visits.current, case .typing = topUp?.stage { return true }
            if screen == .grid { return true }
            return false
        }
    }

    /// The keys that are heard while a plan is made.
    private func leavesPlanning(_ key: Key) -> Bool {
        guard let command = Command.forKey(key.folded, on: .topUp) else { return false }
        return [.escape, .back, .quit].contains(command.id)
    }

    /// Digits of a door are corrected with Backspace and given up with Esc.
    private mutating func editsJump(_ key: Key) -> Bool {
        guard !jump.digits.isEmpty else { return false }
        switch key {
        case .backspace:
            jump.digits.removeLast()
            jumpToDigits()
        case .escape: jump = Jump()
        case .character("-"): jump.typedAt = desk.now
        default: return false
        }
        return true
    }

    mutating func typeDigit(_ key: Key) -> [Effect] {
        guard case .character(let digit) = key, jump.digits.count < 12 else { return [] }
        jump.digits.append(digit)
        jumpToDigits()
        if jump.matches == 0 { return [.bell] }
        return []
    }

    /// Moves to the room that fits the digits best; on screens without rooms it opens the list.
    private mutating func jumpToDigits() {
        jump.typedAt = desk.now
        guard !jump.digits.isEmpty else { return }
        if screen == .refund {
            jump.matches = refund.jump(to: jump.digits, in: desk.live)
            return
        }
        let here = roomInHand.flatMap { desk.live.place(of: $0) }.flatMap { desk.live.building(at: $0) }
        let found = desk.find(digits: jump.digits, near: here.map { desk.live.buildings[$0].places })
        jump.matches = found.count
        guard let room = found.room else { return }
        if screen != .wall, screen != .rooms { visits.go(to: .rooms) }
        show(room)
    }

    /// Brings the cursor of the wall or the list onto a room.
    mutating func show(_ room: RoomID) {
        if screen == .wall, let place = desk.shown.place(of: room) {
            wall.place = place
            wall.cursor = room
        } else if screen == .rooms {
            rooms.moved(at: desk.now)
            if !rooms.list.select(room, in: rooms.order) { say(phrase("\(room) is not among the rooms that the filter shows"), .warning) }
        }
    }
}
