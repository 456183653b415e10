namespace Orchestrator.Core.Mail;

/// <summary>What most of any text in a language is made of; messages of agents speak of files, tests and errors, so their words are in here too.</summary>
internal static class CommonCharacters
{
    public const string Chinese =
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
        + "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水"
        + "名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式"
        + "色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
        + "请检查试码错误输入测修改函参接库失败返节百请谢稍您服装线进程端口配置启停编译版本缺更添删除执行完毕仓库组默认字符串显示状态网络超响应循环调用异消息步骤需任务验证未已";

    public const string TraditionalChinese =
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
        + "日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水"
        + "名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式"
        + "色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運"
        + "請檢查試碼錯誤輸入測修改函參庫失敗返節百謝您服裝線端配置啟停編譯版缺添刪除執行畢倉組預設字符串顯示狀態網路超響循環調異消息步驟需任驗證未檔案程式";

    public const string Kanji =
        "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明"
        + "動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住無真有口少料工建空急止送切転研究楽起着店病質待試族早映親験英仕去味写字答夜音注帰歌悪図"
        + "結果確認失敗成功設定変更修正実行追加削除件数取得読込表示状態次第検索対象値型関数引接続接処理例的性内部必要全部最適能可要当化合直保存版型式";

    public const string Hangul =
        "이다는에의가을고지하은를로한도사기서리해자어아인시수나대그있정스부전으들라만일제것여주보과장오니게상중요면조구우거선국동성적관원공비무실생문명방위산경회신학연년계세유모때까마치드트내분말안없각습되했결확테파"
        + "열용류등및또할될번호코행검러려데던단달당더두본물발반변별복분불사새설소속식심업였예왔외운음인임입저점접종직진집차처체초최추출크타토통특표품필함합해향현형화환활후히력료록령례능니님남널났넣눈느늘도돌됩든디따떤"
        + "같개객건걸격견결계과교그근글금급길김나난날노누뉴느는능늦작잘재적절져졌좀좋죄준줄증찾채책천청총치캐컴켜쿠클키킬터템퓨프플피하학한항허험협혹혼홈획효흐희힘녕감녕메버블저즈컨렉";

    public const string LatinLetters = "éèàçêëüöäßñáíóúôîâåøæûïœÉÈÀÇÊÜÖÄÑÅØÓÁ";

    public const string LatinSigns = "“”‘’–—…«»€°§£·•®©™²³µ¿¡½\u00A0„‚‹›×";

    public static IEnumerable<char> OtherLatinLetters => Range(0xC0, 0xFF).Concat("ŠšŽžŸŒƒªº");

    public static IEnumerable<char> Hiragana => Range(0x3041, 0x3093).Append('ー');

    public static IEnumerable<char> Katakana => Range(0x30A1, 0x30F6);

    public static IEnumerable<char> Punctuation => "\u3000、。，．・：；？！“”‘’（）〈〉《》「」『』【】〔〕…—～·￥％＋－＝／";

    /// <summary>Arrows, lines, signs, and ASCII in its wide forms.</summary>
    public static IEnumerable<char> Symbols => Range(0x2010, 0x27BF).Concat(Range(0xFF01, 0xFF5E));

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
