package import Kernel

/// Why a call ended, as the line saw it. What the agent records stands apart from it.
package enum EndCause: String, Sendable, Hashable, CaseIterable {
    /// Answered, then hung up.
    case normal
    /// The customer's line was in use.
    case busy
    /// It rang and nobody answered.
    case noAnswer = "no_answer"
    /// The customer declined the call.
    case rejected
    /// The customer's telephone is switched off.
    case poweredOff = "powered_off"
    /// The customer's telephone is out of service or out of reach.
    case outOfService = "out_of_service"
    /// The number is not assigned.
    case invalidNumber = "invalid_number"
    /// The trunk or the network failed.
    case networkFailure = "network_failure"
    /// Our side hung up before an answer.
    case cancelled
    /// The agent's page went: nobody was left on our side.
    case pageGone = "page_gone"
    /// The agent's session ended: signed out, closed, or timed out.
    case signedOut = "signed_out"
    /// The server was restarted and does not know how the call ended.
    case lost

    /// The stable name in the database and in programs.
    package var code: String { rawValue }

    /// Reads the stable name; nil for an unknown one.
    package init?(code: String) {
        self.init(rawValue: code)
    }

    /// The SIP status that stands for this end; nil where none was seen.
    package var sipStatus: Int? {
        switch self {
        case .normal: 200
        case .busy: 486
        case .noAnswer: 408
        case .rejected: 603
        case .poweredOff: 480
        case .outOfService: 480
        case .invalidNumber: 404
        case .networkFailure: 503
        case .cancelled: 487
        case .pageGone, .signedOut: nil
        case .lost: nil
        }
    }

    /// The Q.850 cause that stands for this end; nil where none was seen.
    package var q850: Int? {
        switch self {
        case .normal: 16
        case .busy: 17
        case .noAnswer: 19
        case .rejected: 21
        case .poweredOff: 20
        case .outOfService: 27
        case .invalidNumber: 1
        case .networkFailure: 41
        case .cancelled: 16
        case .pageGone, .signedOut: nil
        case .lost: nil
        }
    }

    /// The cause behind what a trunk reports; the Q.850 cause is the finer word and goes first.
    package init(sipStatus: Int, q850: Int?) {
        switch q850 {
        case 1, 28: self = .invalidNumber
        case 17: self = .busy
        case 18, 19: self = .noAnswer
        case 20: self = .poweredOff
        case 21: self = .rejected
        case 22, 27: self = .outOfService
        case 34, 38, 41, 42: self = .networkFailure
        default:
            switch sipStatus {
            case 200: self = .normal
            case 404, 410, 484, 604: self = .invalidNumber
            case 408: self = .noAnswer
            case 480: self = .outOfService
            case 486, 600: self = .busy
            case 487: self = .cancelled
            case 603: self = .rejected
            // 401, 403, 407: the trunk refuses us; the customer has said nothing.
            default: self = .networkFailure
            }
        }
    }

    /// What the floor and the history call it.
    package var label: L {
        switch self {
        case .normal: L("正常结束", en: "Ended normally")
        case .busy: L("占线", en: "Busy")
        case .noAnswer: L("无人接听", en: "No answer")
        case .rejected: L("拒接", en: "Declined")
        case .poweredOff: L("关机", en: "Switched off")
        case .outOfService: L("停机或不在服务区", en: "Out of service")
        case .invalidNumber: L("空号", en: "Number not assigned")
        case .networkFailure: L("线路故障", en: "Network failure")
        case .cancelled: L("主动取消", en: "Cancelled")
        case .pageGone: L("坐席页面离开", en: "The agent's page went")
        case .signedOut: L("坐席登录已结束", en: "The agent was signed out")
        case .lost: L("记录中断", en: "Lost")
        }
    }
}

/// Who ended a call.
package enum Party: String, Sendable, Hashable, CaseIterable {
    case agent
    case customer
    /// The carrier, by a status of its own.
    case network
    /// Huihu: a ring timer, a restart.
    case system
    /// The line does not tell: both sides hung up at once, or nobody saw it.
    case unknown

    /// The stable name in the database and in programs.
    package var code: String { rawValue }

    /// Reads the stable name; nil for an unknown one.
    package init?(code: String) {
        self.init(rawValue: code)
    }

    /// What the floor and the history call it.
    package var label: L {
        switch self {
        case .agent: L("坐席", en: "the agent")
        case .customer: L("客户", en: "the customer")
        case .network: L("网络", en: "the network")
        case .system: L("系统", en: "the system")
        case .unknown: L("不明一方", en: "an unknown party")
        }
    }
}
