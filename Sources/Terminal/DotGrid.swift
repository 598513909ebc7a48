/// A rectangle of braille dots, two across and four down in each cell.
struct DotGrid {
    let cells: Size
    private var bits: [UInt8]

    init(cells: Size) {
        self.cells = cells
        bits = Array(repeating: 0, count: cells.columns * cells.rows)
    }

    /// Dots from left to right.
    var width: Int { cells.columns * 2 }
    /// Dots from top to bottom.
    var height: Int { cells.rows * 4 }

    /// Sets a dot, counted from the upper left; outside of the rectangle nothing happens.
    mutating func set(_ x: Int, _ y: Int) {
        guard (0..<width).contains(x), (0..<height).contains(y) else { return }
        bits[y / 4 * cells.columns + x / 2] |= Self.bit[y % 4][x % 2]
    }

    /// The bits of a cell.
    func bits(column: Int, row: Int) -> UInt8 { bits[row * cells.columns + column] }

    /// The bit of a braille sign for a dot by its row and column.
    private static let bit: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}

extension Frame {
    /// Draws the cells that have dots; dots of `under` show through without taking the role.
    mutating func draw(_ dots: DotGrid, at origin: Point, role: Role, over under: DotGrid? = nil) {
        for row in 0..<dots.cells.rows {
            for column in 0..<dots.cells.columns {
                let own = dots.bits(column: column, row: row)
                guard own != 0 else { continue }
                let all = own | (under?.bits(column: column, row: row) ?? 0)
                guard let sign = Unicode.Scalar(0x2800 + UInt32(all)) else { continue }
                put(String(Character(sign)), at: Point(column: origin.column + column, row: origin.row + row), role: role)
            }
        }
    }
}
