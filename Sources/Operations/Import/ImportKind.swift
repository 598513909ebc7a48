/// What a file holds that can be imported.
public enum ImportKind: Hashable, Sendable {
    /// Something of the inventory.
    case inventory(InventoryFile)
    /// Who lives where.
    case residents

    /// Told from the names in the first line: the kind that finds most of the columns that it needs; residents where none finds any.
    public init(firstLineOf bytes: some Collection<UInt8>) {
        let header = Set(CSV(bytes.prefix { $0 != UInt8(ascii: "\n") }).header)
        func found(_ needed: [String]) -> Int { needed.count(where: header.contains) }
        let best = InventoryFile.allCases.max { found($0.neededColumns) < found($1.neededColumns) }
        guard let best, found(best.neededColumns) > found(RosterImport.needed) else {
            self = .residents
            return
        }
        self = .inventory(best)
    }
}
