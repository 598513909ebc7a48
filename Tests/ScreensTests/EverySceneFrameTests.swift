// Protects: what every screen looks like at four sizes in both languages, also the screens that have no frame of their own elsewhere.
// How: the frames of a scene, one below the other, with the role of every cell, compared with the stored ones.

import Domain
import Terminal
import Testing

@testable import Screens

@Suite struct EverySceneFrameTests {
    private static let sizes = [(60, 16), (80, 24), (100, 30), (132, 43)]

    @Test(.bothLanguages, arguments: EveryScene.allCases)
    func frames(scene: EveryScene) {
        expectSnapshot(Self.sizes.map { scene.pilot(columns: $0.0, rows: $0.1).frame }, "every-\(scene.rawValue)")
    }
}
