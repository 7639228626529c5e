package media
import ("testing";"os";"fmt")
func TestDump(t *testing.T){
 es,_:=os.ReadDir("testdata")
 for _,e:=range es { f,_:=os.Open("testdata/"+e.Name()); st,_:=f.Stat()
  i,err:=Read(f,st.Size(),e.Name()); c:=len(i.Cover); i.Cover=nil
  fmt.Printf("%s %v cover %d\n   %+v\n",e.Name(),err,c,i) }
}
