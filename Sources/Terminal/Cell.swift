/// One cell of a frame: what stands in it and what it is for.
public struct Cell: Sendable, Hashable {
    /// One character and its marks, at most two cells wide; of the right half of a double-width character a space.
    public internal(set) var character: Character
    /// Cells that it takes: 1, 2, or 0 for the right half of a double-width character.
    public internal(set) var width: Int
    /// What it is for.
    public internal(set) var role: Role
    /// What it lies on: the role of the rectangle that was filled before, such as a dialog or a tile.
    public internal(set) var ground: Role
    /// What it lies under, such as the cursor's row.
    public internal(set) var highlight: Role?

    init(character: Character, width: Int = 1, role: Role, ground: Role = .text, highlight: Role? = nil) {
        self.character = character
        self.width = width
        self.role = role
        self.ground = ground
        self.highlight = highlight
    }

    static let blank = Cell(character: " ", role: .text)

    /// The same place with a space in it.
    func blanked(role: Role) -> Cell { Cell(character: " ", role: role, ground: ground, highlight: highlight) }
}
