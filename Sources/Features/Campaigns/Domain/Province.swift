package import Kernel

/// A province-level region of the mainland: where the rules on calling hours are made.
///
/// The raw value is stored. The whole mainland keeps one clock.
package enum Province: String, CaseIterable, Sendable {
    case beijing, tianjin, hebei, shanxi
    case innerMongolia = "inner_mongolia"
    case liaoning, jilin, heilongjiang, shanghai, jiangsu, zhejiang, anhui, fujian, jiangxi
    case shandong, henan, hubei, hunan, guangdong, guangxi, hainan, chongqing, sichuan, guizhou
    case yunnan, tibet, shaanxi, gansu, qinghai, ningxia, xinjiang

    /// The short name for people.
    package var name: L {
        switch self {
        case .beijing: L("北京", en: "Beijing")
        case .tianjin: L("天津", en: "Tianjin")
        case .hebei: L("河北", en: "Hebei")
        case .shanxi: L("山西", en: "Shanxi")
        case .innerMongolia: L("内蒙古", en: "Inner Mongolia")
        case .liaoning: L("辽宁", en: "Liaoning")
        case .jilin: L("吉林", en: "Jilin")
        case .heilongjiang: L("黑龙江", en: "Heilongjiang")
        case .shanghai: L("上海", en: "Shanghai")
        case .jiangsu: L("江苏", en: "Jiangsu")
        case .zhejiang: L("浙江", en: "Zhejiang")
        case .anhui: L("安徽", en: "Anhui")
        case .fujian: L("福建", en: "Fujian")
        case .jiangxi: L("江西", en: "Jiangxi")
        case .shandong: L("山东", en: "Shandong")
        case .henan: L("河南", en: "Henan")
        case .hubei: L("湖北", en: "Hubei")
        case .hunan: L("湖南", en: "Hunan")
        case .guangdong: L("广东", en: "Guangdong")
        case .guangxi: L("广西", en: "Guangxi")
        case .hainan: L("海南", en: "Hainan")
        case .chongqing: L("重庆", en: "Chongqing")
        case .sichuan: L("四川", en: "Sichuan")
        case .guizhou: L("贵州", en: "Guizhou")
        case .yunnan: L("云南", en: "Yunnan")
        case .tibet: L("西藏", en: "Tibet")
        case .shaanxi: L("陕西", en: "Shaanxi")
        case .gansu: L("甘肃", en: "Gansu")
        case .qinghai: L("青海", en: "Qinghai")
        case .ningxia: L("宁夏", en: "Ningxia")
        case .xinjiang: L("新疆", en: "Xinjiang")
        }
    }
}
