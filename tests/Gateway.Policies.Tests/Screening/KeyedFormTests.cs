using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

public sealed class KeyedFormTests
{
    [Theory]
    [InlineData("H1234567800", "H12345678")]
    [InlineData("m 12345678-01", "M12345678")]
    [InlineData("H12345678", "H12345678")]
    [InlineData("+86 138-0013-8000", "13800138000")]
    [InlineData("0086 13800138000", "13800138000")]
    [InlineData("١٣٨٠٠١٣٨٠٠٠", "13800138000")]
    [InlineData("8613800138000", "8613800138000")]
    [InlineData("00852 6612 3456", "+85266123456")]
    [InlineData("+853 6612 3456", "+85366123456")]
    [InlineData("66123456", "66123456")]
    [InlineData("A123456(3)", "A123456(3)")]
    public void One_person_is_keyed_alike_however_the_number_is_written(string written, string keyed)
    {
        var folded = Encoding.UTF8.GetBytes(TextFolding.FoldForHash(Encoding.UTF8.GetBytes(written)));
        Assert.Equal(keyed, Encoding.UTF8.GetString(KeyedForm.Of(folded)));
    }
}
