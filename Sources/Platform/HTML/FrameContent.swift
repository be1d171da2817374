package import Kernel

/// Everything that the frame around a page shows; plain values, so that the frame knows neither
/// rights nor sessions.
package struct FrameContent: Sendable {
    /// How the frame surrounds the page.
    package enum Layout: String, Sendable {
        /// Menu beside the content.
        case standard
        /// No menu: signing in, and errors before it.
        case bare
        /// The menu as a strip of icons, the content over the whole width and height.
        case wide
    }

    /// The time of the server when the page was made, and how fast its clock runs.
    package struct Clock: Sendable {
        /// The server's moment.
        package let now: Moment
        /// Seconds of the product's clock that pass in one second; 1 outside the demo.
        package let speed: Double

        /// A clock that shows `now` and runs `speed` times as fast as the reader's.
        package init(now: Moment, speed: Double = 1) {
            self.now = now
            self.speed = speed
        }
    }

    /// Who is signed in, as the top bar tells.
    package struct Reader: Sendable {
        /// The person's name.
        package let name: String
        /// The names of their roles.
        package let roles: [L]
        /// The organisation for which they are here.
        package let organisation: L
        /// How many notices they have not read.
        package let unread: Int
        /// Entries of their own menu, such as changing the password.
        package let links: [MenuLink]

        /// Gathers what the top bar tells of someone.
        package init(
            name: String,
            roles: [L],
            organisation: L,
            unread: Int = 0,
            links: [MenuLink] = [],
        ) {
            self.name = name
            self.roles = roles
            self.organisation = organisation
            self.unread = unread
            self.links = links
        }
    }

    /// The page's title.
    package let title: L
    /// The reader's language.
    package let language: Language
    /// The path of the page, to come back to after the language was switched.
    package let path: String
    /// How the frame surrounds the page.
    package let layout: Layout
    /// The menu, in its groups.
    package let menu: [MenuGroup]
    /// What one may begin from any page, for Ctrl+K.
    package let acts: [MenuLink]
    /// Who is signed in; nil for nobody.
    package let reader: Reader?
    /// A line above the page, such as the demo's clock.
    package let banner: HTML?
    /// The server's clock, against which the timers of the page run.
    package let clock: Clock?
    /// The page's own ES modules, as paths under `/assets/`.
    package let scripts: [String]
    /// The page's own style sheets, as paths under `/assets/`.
    package let styles: [String]
    /// The page itself.
    package let body: HTML

    /// Gathers what the frame shows.
    package init(
        title: L,
        language: Language,
        path: String = "/",
        layout: Layout = .standard,
        menu: [MenuGroup] = [],
        acts: [MenuLink] = [],
        reader: Reader? = nil,
        banner: HTML? = nil,
        clock: Clock? = nil,
        scripts: [String] = [],
        styles: [String] = [],
        body: HTML,
    ) {
        self.title = title
        self.language = language
        self.path = path
        self.layout = layout
        self.menu = menu
        self.acts = acts
        self.reader = reader
        self.banner = banner
        self.clock = clock
        self.scripts = scripts
        self.styles = styles
        self.body = body
    }
}

/// A part of the menu under one heading.
package struct MenuGroup: Sendable {
    /// The stable name, under which the browser remembers whether it is folded.
    package let name: String
    /// The heading; nil for none.
    package let title: L?
    /// The entries.
    package let links: [MenuLink]

    /// A part of the menu.
    package init(_ name: String, _ title: L?, _ links: [MenuLink]) {
        self.name = name
        self.title = title
        self.links = links
    }
}

/// An entry of the menu.
package struct MenuLink: Sendable {
    /// What it says.
    package let title: L
    /// Where it leads.
    package let href: String
    /// The icon before it.
    package let icon: Icon
    /// Whether the page at hand belongs to it.
    package let isCurrent: Bool
    /// The letter that opens it after `g`; empty for none.
    package let key: String
    /// How much waits there.
    package let count: Int

    /// An entry of the menu.
    package init(
        title: L,
        href: String,
        icon: Icon,
        isCurrent: Bool = false,
        key: String = "",
        count: Int = 0,
    ) {
        self.title = title
        self.href = href
        self.icon = icon
        self.isCurrent = isCurrent
        self.key = key
        self.count = count
    }
}
