import CPaper

/// A library that the first paper opens. Whatever the program named would be loaded at each start of any command.
struct LateLibrary: Sendable {
    let functions: paper_library
    /// The name of its file, looked for where the system has its libraries.
    var file: String

    /// Draws PDF pages.
    static let drawing = LateLibrary(functions: PAPER_DRAWING, file: "libpangocairo-1.0.so.0")
    /// Speaks with print servers.
    static let printing = LateLibrary(functions: PAPER_PRINTING, file: "libcups.so.2")

    /// Opens it, as often as one likes, on any thread. Nothing of the library may be called before.
    ///
    /// - Returns: nil, or why it can not be used, in the words of the dynamic linker.
    func open() -> String? {
        guard let words = paper_open(functions, file).map({ String(cString: $0) }) else { return nil }
        let name = file + ": "
        return words.hasPrefix(name) ? String(words.dropFirst(name.count)) : words
    }
}
