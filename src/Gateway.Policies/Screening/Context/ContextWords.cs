namespace Gateway.Policies.Screening.Context;

//
//  Words that say what stands beside them
//
//  References:
//
//      The labels on the forms themselves, in both scripts and English, and the names developers give members
//
//  Shape:
//
//      Lower case, without spaces, '_' and '-': these are passed over in the text too, so "idCard", "id_card" and
//      "ID card" are one word. A word of fewer than five Latin letters must stand alone.
//
internal static class ContextWords
{
    internal static IEnumerable<(string Word, ulong Bits)> All => Table.SelectMany(
        row => row.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (word, row.Bits)));

    private static (ulong Bits, string Words)[] Table =>
    [
        (DetectorKind.PrcId15.Bit | ContextBits.Identity,
            "身份证 身分证 身份證 身分證 居民证 居民證 idcard idnumber idno identitycard identityno identitynumber"
            + " identitydocument residentid nationalid citizenid"),
        (ContextBits.Identity,
            "证件号 證件號 证件编号 證件編號 旅行证件 旅行證件 证号 證號 documentnumber documentno documentid"
            + " traveldocument certificateno certificatenumber"),
        (DetectorKind.MacaoId.Bit, "澳门身份证 澳門身份證 澳门居民 澳門居民 macaoid macauid bir bilhetedeidentidade"),
        (ContextBits.Macao, "澳门 澳門 macao macau"),
        (DetectorKind.TaiwanId.Bit, "台湾 臺灣 台灣 国民身份证 國民身分證 taiwan"),
        (DetectorKind.Passport.Bit, "护照 護照 passport"),
        (DetectorKind.HomeReturnPermit.Bit,
            "回乡证 回鄉證 回乡卡 回鄉卡 来往内地 來往內地 通行证 通行證 homereturn travelpermit"),
        (DetectorKind.ExitEntryPermit.Bit,
            "往来港澳 往來港澳 港澳通行 通行证 通行證 双程证 雙程證 exitentry entrypermit exitpermit"),
        (ContextBits.Phone,
            "电话 電話 手机 手機 联系方式 聯繫方式 联络 聯絡 传真 傳真 热线 熱線 座机 座機 tel phone mobile cell fax"
            + " whatsapp telephone hotline msisdn contactno contactnumber telno"),
        (DetectorKind.Bic.Bit, "bic swift biccode swiftcode bicfi 国际代码 國際代碼 银行识别码 銀行識別碼"),
        (DetectorKind.Lei.Bit, "lei legalentityidentifier 法人识别 法人識別 全球法人"),
        (DetectorKind.Imei.Bit, "imei 串号 串號 设备号 設備號 设备识别 設備識別 deviceid"),
        (DetectorKind.Coordinates.Bit,
            "坐标 座標 经度 經度 纬度 緯度 经纬 經緯 定位 lat lng lon long latitude longitude coordinate coordinates"
            + " gps geo location latlng latlon geopoint"),
        (DetectorKind.CnName.Bit,
            "姓名 名字 户名 戶名 户主 戶主 患者 病人 收款人 付款人 持卡人 联系人 聯絡人 聯繫人 申请人 申請人 代表人"
            + " 监护人 監護人 家属 家屬 员工 員工 经办人 經辦人 开户人 開戶人 客户名 客戶名 客户 客戶 保险人 保險人"
            + " 投保人 受益人 签名 簽名 就诊人 就診人 中文名 学生 學生 老师 老師 医师 醫師 医生 醫生 name names"
            + " fullname username realname cnname chinesename personname customername patientname holdername"
            + " payeename contactname accountname cardholder accountholder patient payee beneficiary holder"
            + " contactperson familyname givenname surname guardian"),
        (ContextBits.NoPerson,
            "公司名 企业名 企業名 机构名 機構名 单位名 單位名 银行名 銀行名 商品名 产品名 產品名 文件名 城市名 学校名"
            + " 学校 項目名 项目名 药品名 藥品名 疾病名 诊断名 companyname productname filename orgname brandname"
            + " organizationname organisationname branchname bankname cityname districtname schoolname coursename"
            + " hospitalname departmentname deptname categoryname displayname drugname diseasename itemname"
            + " projectname hostname domainname servicename codename typename rolename goodsname areaname"
            + " provincename countryname streetname classname tablename fieldname"),
        (DetectorKind.CnAddress.Bit,
            "地址 住址 住所 居住地 户籍 戶籍 address addr addrline adrline streetaddress residence domicile"),
        (ContextBits.Street,
            "flat room road street kowloon hongkong newterritories tower block estate mansion court garden avenue rd"
            + " unit building house"),
        (DetectorKind.MedicalRecord.Bit,
            "病历号 病歷號 病历编号 病歷編號 病案号 病案號 住院号 住院號 门诊号 門診號 就诊号 就診號 患者编号 患者編號"
            + " 档案编号 檔案編號 健康档案 健康檔案 mrn medicalrecord medicalrecordno patientid patientno inpatientno"
            + " outpatientno admissionno chartnumber hospitalno hospitalnumber"),
        (DetectorKind.HealthCard.Bit,
            "健康卡 社保卡 社会保障卡 社會保障卡 社会保障号 社會保障號 社保号 社保號 医保卡 醫保卡 医保号 醫保號"
            + " 医保编号 醫保編號 就诊卡 就診卡 医疗卡 醫療卡 healthcard healthcardno medicalcard insurancecard"
            + " socialsecurity healthinsurance medicarecard"),
        (DetectorKind.Ip.Bit, "ip ipaddress ipaddr ipv4 ipv6 clientip remoteaddr remoteip 网络地址 網絡地址"),
        (DetectorKind.Mac.Bit, "macaddress macaddr mac物理 物理地址"),
        (ContextBits.Version, "version 版本 ver release firmware 固件 build v"),
    ];
}
