internal import Access
internal import HTML
internal import Kernel

/// The business clock as a page's script needs it to go on ticking.
struct ServerClock: Sendable {
    let now: Moment
    let speed: Int
}

/// What the frame needs to know of the one who reads.
struct FrameReader: Sendable {
    let viewer: Viewer
    let organisation: String
    let language: Language
    let path: String
    let entries: [MenuEntry]
    let acts: [PaletteAct]
    /// How much waits on the pages of the menu, by their paths.
    let counts: [String: Int]
    let clock: ServerClock
    let banner: HTML?
}

/// The menu entry under which the page stands: of two that lead there the nearer one.
private func currentPath(_ reader: FrameReader) -> String? {
    reader.entries.map(\.path)
        .filter { reader.path == $0 || reader.path.hasPrefix($0 + "/") }
        .max { $0.count < $1.count }
}

/// Puts a page into the frame with the reader's menu.
func framed(_ page: any Resource, for reader: FrameReader) -> HTML {
    let current = currentPath(reader)
    let groups = MenuSection.allCases.compactMap { section -> MenuGroup? in
        let links = reader.entries.filter { $0.section == section }.map { entry in
            MenuLink(
                title: entry.title,
                href: entry.path,
                icon: entry.icon,
                isCurrent: entry.path == current,
                key: entry.key,
                count: reader.counts[entry.path] ?? 0,
            )
        }
        return links.isEmpty ? nil : MenuGroup(section.rawValue, section.title, links)
    }
    let layout: FrameContent.Layout =
        switch page.layout {
        case .standard: reader.viewer.roles == nil ? .bare : .standard
        case .bare: .bare
        case .wide: .wide
        }
    return PageFrame(
        FrameContent(
            title: page.title,
            language: reader.language,
            path: reader.path,
            layout: layout,
            menu: groups,
            acts: reader.acts.map { MenuLink(title: $0.title, href: $0.path, icon: .plus) },
            reader: reader.viewer.roles.map { roles in
                FrameContent.Reader(
                    name: reader.viewer.name,
                    roles: roles.all.map(\.name),
                    organisation: L(same: reader.organisation),
                    unread: reader.counts[ListNotices.path] ?? 0,
                    links: [
                        MenuLink(title: L("我的账号", en: "My account"), href: "/account", icon: .user)
                    ],
                )
            },
            banner: reader.banner,
            clock: FrameContent.Clock(now: reader.clock.now, speed: Double(reader.clock.speed)),
            scripts: page.scripts,
            styles: page.styles,
            body: page.page,
        )
    ).html
}
