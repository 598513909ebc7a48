/// What is wrong in a settings or theme file, and where.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, as it was named.
    public var file: String
    /// The key, for example `sales.smallest`, or `line 7, column 3` where the file is no TOML.
    public var place: String
    /// What is wrong, in words.
    public var text: String

    /// Makes a problem.
    public init(file: String, place: String, text: String) {
        self.file = file
        self.place = place
        self.text = text
    }

    /// For example `campus.toml: sales.smallest: "ten" is no amount in yuan`.
    public var description: String { "\(file): \(place): \(text)" }
}
