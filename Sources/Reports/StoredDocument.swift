// A paper in a form from which the same paper is made again: what is kept in the books when it is given out.
import Phrases
import TextLayout

extension CodingUserInfoKey {
    /// Set in an encoder that writes papers for the books: words are then kept as phrases. For programs they are the English words.
    public static var keepsPhrases: CodingUserInfoKey? { CodingUserInfoKey(rawValue: "dormwatt.keepsPhrases") }
}

extension Wording: Codable {
    private struct Recorded: Codable {
        var recorded: String
    }

    /// Reads a text. Papers that were kept before they could be said in other languages have plain English.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .same(text)
        } else if let phrase = try? value.decode(Phrase.self) {
            self = .words(phrase)
        } else {
            self = .recorded(try value.decode(Recorded.self).recorded)
        }
    }

    /// Writes a text.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .same(let text): try value.encode(text)
        case .words(let phrase) where encoder.keepsPhrases: try value.encode(phrase)
        case .recorded(let text) where encoder.keepsPhrases: try value.encode(Recorded(recorded: text))
        default: try value.encode(english)
        }
    }
}

extension Encoder {
    fileprivate var keepsPhrases: Bool { CodingUserInfoKey.keepsPhrases.map { userInfo[$0] != nil } ?? false }
}

extension Table.Column: Codable {
    private enum CodingKeys: String, CodingKey {
        case title, isRight, isShortened
    }

    /// Reads a column.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            title: try values.decode(Wording.self, forKey: .title),
            alignment: try values.decode(Bool.self, forKey: .isRight) ? .right : .left,
            isShortened: try values.decode(Bool.self, forKey: .isShortened))
    }

    /// Writes a column.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(title, forKey: .title)
        try values.encode(alignment == .right, forKey: .isRight)
        try values.encode(isShortened, forKey: .isShortened)
    }
}

extension Block: Codable {
    private enum CodingKeys: String, CodingKey {
        case heading, facts, paragraph, table, signatures, pageBreak
    }

    /// Reads a block.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        guard let key = values.allKeys.first else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "a block of no kind"))
        }
        switch key {
        case .heading: self = .heading(try values.decode(Wording.self, forKey: key))
        case .facts: self = .facts(try values.decode([Fact].self, forKey: key))
        case .paragraph: self = .paragraph(try values.decode(Wording.self, forKey: key))
        case .table: self = .table(try values.decode(Table.self, forKey: key))
        case .signatures: self = .signatures(try values.decode([Wording].self, forKey: key))
        case .pageBreak: self = .pageBreak
        }
    }

    /// Writes a block.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .heading(let text): try values.encode(text, forKey: .heading)
        case .facts(let facts): try values.encode(facts, forKey: .facts)
        case .paragraph(let text): try values.encode(text, forKey: .paragraph)
        case .table(let table): try values.encode(table, forKey: .table)
        case .signatures(let names): try values.encode(names, forKey: .signatures)
        case .pageBreak: try values.encode(true, forKey: .pageBreak)
        }
    }
}
