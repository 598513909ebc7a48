/// A language: its names and what it says for each English phrase. English itself needs no translations.
public struct Language: Sendable {
    /// The name of its file and of the setting: `zh`.
    public let code: String
    /// What it calls itself.
    public let name: String
    private let translations: [String: Translation]
    /// The keys that are sentences, by their first word.
    let keysByWord: [String: [String]]

    /// Makes a language; translations by the key of their phrase.
    public init(code: String, name: String, translations: [String: Translation] = [:]) {
        self.code = code
        self.name = name
        self.translations = translations
        keysByWord = Self.byWord(translations.keys)
    }

    /// The language of the source, compiled in.
    public static let english = Language(code: "en", name: "English")

    /// The language that is spoken here: the one of the console that draws, of the paper that is written, of the command that runs.
    ///
    /// Whoever knows the language binds it around what he calls; everything below just says phrases.
    @TaskLocal public static var current = Language.english

    /// Does something in this language, for the one who reads it.
    public func speaking<Value, Failure: Error>(
        to reader: Reader = .current, _ work: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let result: Result<Value, Failure> = Self.$current.withValue(self) {
            Reader.$current.withValue(reader) {
                do throws(Failure) { return .success(try work()) } catch { return .failure(error) }
            }
        }
        return try result.get()
    }

    /// The same for work that waits meanwhile.
    public func speaking<Value: Sendable>(
        to reader: Reader = .current, during work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await Self.$current.withValue(self) { try await Reader.$current.withValue(reader) { try await work() } }
    }

    /// Whether it has no translation at all.
    var isEmpty: Bool { translations.isEmpty }

    /// The keys that it translates.
    public var keys: some Collection<String> { translations.keys }

    /// What it says for a key; nil where it has nothing.
    public subscript(key: String) -> Translation? { translations[key] }
}

/// What a language says for one phrase: words with places for the arguments.
public struct Translation: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case words(String)
        case argument(Int)
    }

    private let parts: [Part]

    /// Why a translation does not fit its phrase.
    public enum Misfit: Error, Hashable, Sendable {
        /// What stands between braces is no place of an argument.
        case noPlace(String)
        /// The phrase has so many places, and the translation does not use each of them.
        case otherPlaces(wanted: Int)
    }

    /// Reads a translation: `{}` takes the next argument, `{2}` the second one wherever it stands.
    ///
    /// - Parameter key: the phrase's key; every argument of it has to occur.
    public init(_ text: String, of key: String) throws(Misfit) {
        var parts: [Part] = []
        var next = 0
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.words(String(rest[..<open]))) }
            let number = rest[rest.index(after: open)..<close]
            if number.isEmpty {
                parts.append(.argument(next))
                next += 1
            } else {
                guard let place = Int(number), place > 0 else { throw .noPlace(String(number)) }
                parts.append(.argument(place - 1))
            }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.words(String(rest))) }
        let used = Set(parts.compactMap { if case .argument(let index) = $0 { index } else { nil } })
        let wanted = Self.places(in: key)
        guard used == Set(0..<wanted) else { throw .otherPlaces(wanted: wanted) }
        self.parts = parts
    }

    private static func places(in key: String) -> Int {
        var count = 0
        var before: Character?
        for character in key {
            if before == "{", character == "}" { count += 1 }
            before = character
        }
        return count
    }

    /// The words with the arguments in their places.
    public func text(_ arguments: [String]) -> String {
        if parts.count == 1, case .words(let words) = parts[0] { return words }
        var text = ""
        for part in parts {
            switch part {
            case .words(let words): text += words
            case .argument(let index): text += arguments.indices.contains(index) ? arguments[index] : ""
            }
        }
        return text
    }
}
